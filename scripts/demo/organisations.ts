/** A question, and where its answer stands. */
export interface DemoQuestion {
  readonly text: string;
  /** The file that holds the answer. */
  readonly file: string;
  /** What the answer says, in lower case. */
  readonly answer: string;
}

/** A question, and one that is understood behind it alone. */
export interface DemoConversation {
  readonly first: DemoQuestion;
  readonly followUp: DemoQuestion;
}

/** An organisation of the demo: who owns it, what it reads, and what it wants to know. */
export interface DemoOrganisation {
  readonly name: string;
  readonly email: string;
  readonly files: readonly string[];
  readonly questions: readonly DemoQuestion[];
  /** Asked of its one file alone. */
  readonly ofOneFile: DemoQuestion;
  /** Asked by the other organisation too, which must not learn the answer. */
  readonly secret: DemoQuestion;
}

const DEPOT: DemoQuestion = {
  text: 'When does the depot at Greywick open?',
  file: 'quarterly-report.md',
  answer: 'february 2026',
};
const ERROR_E6: DemoQuestion = {
  text: 'What does error E6 on the K7 boiler mean?',
  file: 'product-manual.txt',
  answer: 'water',
};

/** An organisation with texts. The file of `ofOneFile` is deleted at the end of the demo, and its question asked again. */
export const HARBOUR = {
  name: 'Harbour & Pine Logistics',
  email: 'ada@harbour-pine.example',
  files: ['employee-handbook.md', 'quarterly-report.md'],
  questions: [
    {
      text: 'How many days of annual leave do full-time employees get?',
      file: 'employee-handbook.md',
      answer: '25',
    },
    DEPOT,
  ],
  ofOneFile: {
    text: 'How many electric lorries are in the fleet?',
    file: 'quarterly-report.md',
    answer: 'nineteen',
  },
  secret: DEPOT,
} as const satisfies DemoOrganisation;

/** An organisation with documents in several formats. */
export const LUMEN = {
  name: 'Lumen Kettleworks',
  email: 'grace@lumen-kettleworks.example',
  files: ['incident-runbook.md', 'product-manual.txt', 'travel-policy.pdf', 'onboarding.docx', 'equipment.xlsx'],
  questions: [
    ERROR_E6,
    { text: 'How long are database backups kept?', file: 'incident-runbook.md', answer: '35 days' },
    {
      text: 'How far ahead are flights booked?',
      file: 'travel-policy.pdf',
      answer: 'three weeks',
    },
    { text: 'Who signs the laser safety form?', file: 'onboarding.docx', answer: 'laboratory manager' },
    { text: 'In which room is the vacuum pump?', file: 'equipment.xlsx', answer: 'lab 4' },
  ],
  ofOneFile: {
    text: 'How tight must the M8 bolts of the wall bracket be?',
    file: 'product-manual.txt',
    answer: '12 n·m',
  },
  secret: ERROR_E6,
} as const satisfies DemoOrganisation;

/** Of Harbour & Pine's handbook. */
export const CONVERSATION: DemoConversation = {
  first: {
    text: 'How many days of bereavement leave are granted?',
    file: 'employee-handbook.md',
    answer: 'six days',
  },
  followUp: { text: 'And for moving house?', file: 'employee-handbook.md', answer: 'a single day off' },
};

/** A question that neither can answer. */
export const IN_NO_DOCUMENT = 'Who won the football world cup in 1998?';
