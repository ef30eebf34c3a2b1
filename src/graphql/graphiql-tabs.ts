/** A tab of GraphiQL that is ready when the page opens. */
export interface GraphiQLTab {
  readonly query: string;
}

/** What a newcomer does first, in order; the README has the same operations. */
export const GRAPHIQL_TABS: readonly GraphiQLTab[] = [
  {
    query: `# 1. Register. From then on this page sends the
#    token; later, login gives another.
mutation Register {
  register(
    input: {
      email: "ada@example.com"
      password: "correct horse"
      organization: "Example"
    }
  ) {
    accessToken
    expiresAt
    viewer { tenant { name } role }
  }
}
`,
  },
  {
    query: `# 2. Bring a text in; with wait, the answer comes
#    when it is searchable.
mutation IngestText {
  ingestText(
    input: {
      name: "handbook.md"
      text: """
      # Handbook

      ## Leave

      Employees get 25 days of paid annual leave.

      ## Expenses

      Hand in receipts within 30 days.
      """
      wait: true
    }
  ) {
    document { id name status chunkCount }
    created
  }
}
`,
  },
  {
    query: `# 3. Ask, and watch the answer come. The page
#    shows the newest event; the last holds all.
subscription Answer {
  answer(
    input: {
      question: "How many days of leave do I get?"
    }
  ) {
    __typename
    ... on AnswerStarted {
      model
      passages { documentName }
    }
    ... on AnswerDelta { index text }
    ... on AnswerCompleted {
      answer {
        text
        answered
        citations {
          marker
          passage { documentName headings text }
        }
      }
    }
    ... on AnswerFailed { code message }
  }
}
`,
  },
  {
    query: `# 4. Begin a conversation, and ask in it: a question
#    may refer to the one before. Claims say what the
#    documents say of each sentence.
mutation BeginConversation {
  createConversation { conversation { id } }
}

mutation Converse($id: ID! = "the id from above") {
  first: ask(
    input: {
      conversationId: $id
      question: "How many days of leave do I get?"
    }
  ) {
    answer { text }
  }
  second: ask(
    input: {
      conversationId: $id
      question: "And when do I hand in receipts?"
    }
  ) {
    answer {
      searchedFor
      text
      claims { support evidence { text } }
    }
  }
}
`,
  },
  {
    query: `# 5. Look around.
query Documents {
  documents(first: 20) {
    totalCount
    edges {
      node { id name status chunkCount createdAt }
    }
  }
  search(query: "receipts") {
    answerable
    passages { documentName headings text relevance }
  }
}
`,
  },
];
