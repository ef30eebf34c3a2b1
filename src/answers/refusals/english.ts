import { any, type Phrases } from './phrases.ts';

const ours = any('passages?', 'excerpts?', 'context', '(?:provided|given|supplied|available|retrieved) (?:\\w+ )?\\w+');
const texts = any('documents?', 'documentation', 'texts?', 'sources?', 'files?', 'materials?', 'information');
/** They may be what is asked about, and not only what is answered from. */
const named = any(
  'handbook',
  'manual',
  'guide',
  'guidelines?',
  'polic(?:y|ies)',
  'report',
  'contract',
  'agreement',
  'readme',
);
const not = any("do(?:es)?n't", 'do(?:es)? not', "didn't", 'did not', 'never', 'fails? to', 'cannot', "can't");
const adverbs = '(?:\\s+(?:\\w+ly|even|seem to|appear to|itself|themselves|anywhere))*';
const say =
  '(?:contain|hold|mention|say|state|specify|include|provide|give|answer|address|discuss|cover|indicate|offer|describe|explain|tell|list|refer|disclose|talk|speak|touch|comment|elaborate|deals? with|go(?:es)? into|makes? (?:any |no )?(?:mention|reference)|have(?! to))';
const nothing = any('no', 'not any', 'insufficient', 'not enough', 'little');
const knowledge = any('information', 'mention', 'answer', 'details?', 'indication', 'reference', 'context', 'evidence');
const told =
  '(?:present|mentioned|specified|stated|provided|given|included|addressed|covered|discussed|described|available|found|listed|answered|contained|disclosed|indicated|explained)';

/** How models say in English that the texts don't answer. */
export const english: Phrases = {
  always: [
    `\\b${ours}\\b[^.]{0,60}?\\b${not}${adverbs}\\s+${say}`,
    `\\b${any(ours, texts)}\\b[^.]{0,20}?\\b(?:makes? no (?:mention|reference)|leaves? (?:this|that|it|the question|the answer) (?:open|unanswered))\\b`,
    `\\bthere(?:'s| is) no (?:way|means) (?:of |to )?(?:know|tell|say|determin)\\w*`,
    `^no (?:\\w+ )?${knowledge}\\b[^.]{0,60}?\\b(?:is|are|was|were) ${told}`,
    `^(?:nowhere|nothing) in (?:any of )?(?:the|these|those) (?:\\w+ )?${any(ours, texts)}\\b`,
    `\\b${texts}\\b[^.]{0,60}?\\b${not}${adverbs}\\s+${say}\\w*\\s+(?:\\w+\\s+){0,3}?${any(knowledge, 'anything', 'what', 'how', 'whether', 'when', 'who', 'why', 'where', 'which', 'this', 'that question')}\\b`,
    `\\b${any('none', 'neither', 'nothing', 'no')}(?: (?:of|in|from) (?:the|these|those|your))? (?:\\w+ )?${any('passages?', 'documents?', 'sources?', 'excerpts?', 'texts?', 'context')}\\b[^.]{0,30}?\\b${say}`,
    `\\b(?:there(?:'s| is| are| was)|(?:i|we) (?:(?:could |can )?(?:see|find)|have|found)|${any('contains?', 'provides?', 'offers?', 'gives?', 'holds?', 'includes?')}) ${nothing} (?:\\w+ ){0,3}?${knowledge}\\b(?: (?:about|on|of|regarding|concerning|in|for|to|that|as to|provided|available|given|here)\\b|\\s*(?:$|[.,;]))`,
    `\\b(?:is|are|was|were)(?:n't| not)(?: \\w+){0,3}? ${told}\\b[^.]{0,40}?\\b${any(ours, texts)}\\b`,
    `\\bnothing (?:is |was )?(?:said|mentioned|stated|written|found|(?:\\w+ ){0,2}?in (?:the|these|those|your) (?:\\w+ )?${any(ours, texts)})\\b`,
    `\\b${any(ours, texts)} (?:is|are|remains?) silent\\b`,
    `\\bi(?:(?:'m| am| was) (?:unable|not able)|(?: wasn't| am not| was not) able) to (?:find|answer|determine|provide|tell|say|locate|help|see|give)\\b`,
    `\\bi (?:do not|don't) (?:know\\b(?! of)|have (?:access to )?(?:\\w+ ){0,2}?${knowledge})`,
    '^i have no idea\\b',
    `\\bi (?:cannot|can't|can not|could not|couldn't|did not|didn't|do not|don't) (?:find|answer|determine|provide|tell|say|locate|help|see|give)\\b`,
    `\\b${any(ours, texts)}\\b[^.]{0,40}?\\b(?:say|says|contains?|mentions?|reveals?|holds?|offers?) (?:nothing|little)\\b`,
    `\\b${any('insufficient', 'not enough', 'no relevant', 'no specific')} ${knowledge}\\b`,
    `\\bthere (?:is|are|was|were)(?:n't| not) (?:any|enough) (?:\\w+ )?${knowledge}\\b`,
    `\\b${any('outside', 'beyond')}(?: of)? the scope of (?:\\w+ ){0,3}?${any(ours, texts)}\\b`,
    `\\b${any(ours, texts)}\\b[^.]{0,30}?\\black(?:s|ed)? (?:\\w+ ){0,2}?${knowledge}\\b`,
    `\\b${any(ours, texts)}\\b[^.]{0,30}?\\b${any('unrelated', 'irrelevant', 'not relevant', 'not related', 'nothing to do')} (?:\\w+ ){0,2}?(?:question|query|this|that)\\b`,
    `\\b${any('it is', "it's")} (?:not possible|impossible|not clear|unclear)[^.]{0,30}?\\b(?:passages?|documents?|context|texts?|determine|answer|say|tell)\\b`,
    `\\bthe answer (?:(?:is|was)(?:n't| not)|cannot be|can't be|could not be)\\b[^.]{0,50}?\\b${any(ours, texts)}\\b`,
  ],
  uncited: [
    '\\b(?:handbook|manual|guide|policy|report|contract)s? (?:is|are|remains?) silent\\b',
    `\\b${named}\\b[^.]{0,60}?\\b${not}${adverbs}\\s+(?:mention|say|state|specify|indicate|explain|address|discuss|touch|go into)\\b`,
    `\\b${any(ours, texts)} (?:are|is)(?:n't| not) about\\b`,
    "\\b(?:is|are|was|were)(?:n't| not) (?:covered|included|contained|provided|given|available|found|listed) here\\b",
    `(?:\\bnot|n't) something (?:that )?the (?:\\w+ )?${any(ours, texts, named)} ${say}s?\\b`,
    '^but (?:not|(?:say|contain|mention|hold|offer|give|provide)s? (?:nothing|no))\\b',
    '\\bi (?:have |could )?f(?:ou|i)nd nothing\\b',
    "\\bthere(?:'s| is) nothing (?:on|about|regarding|concerning)\\b",
    "^the answer (?:is|was)(?:n't| not) (?:there|here|among|in|part)\\b",
    '^not answerable\\b',
    `^(?:\\w+, )?(?:that|this|it)(?:'s| is| was)(?:n't| not)(?: \\w+)? ${told}\\W*$`,
    "\\b(?:is|are)(?:n't| not) known\\b",
    "^(?:cannot|can't|can not) (?:say|tell|answer|determine|find)\\b",
    '^(?:unknown|unclear)(?:\\W*$| from| based| in the)',
    `^${knowledge} (?:is |was )?not (?:available|found|provided|given|present)\\b`,
    `\\b${texts}\\b[^.]{0,60}?\\b${not}${adverbs}\\s+${say}`,
    `\\b(?:is|are|was|were)(?:n't| not) (?:\\w+ ){0,2}?(?:in|from|part of|within) (?:any of )?(?:the|these|those|your|any) (?:\\w+ )?${any(ours, texts)}\\b`,
    `\\b(?:is|are|was|were)(?:n't| not)(?: \\w+){0,2}? (?:mentioned|specified|stated|addressed|discussed|described|answered|disclosed|indicated|explained)\\b`,
    `\\b${knowledge}\\b[^.]{0,40}?\\b(?:is|are|was|were)(?:n't| not)(?: \\w+){0,2}? ${told}\\b`,
    `^(?:it|this|that|they|these|those) ${not}${adverbs}\\s+(?:mention|say|state|specify|indicate|address|discuss|explain|tell|answer)\\b`,
    `^(?:but )?(?:none|neither)(?: of (?:them|these|those))? ${say}s?\\b`,
    `^not in (?:the|these|those|your|any) (?:\\w+ )?${any(ours, texts)}`,
    `\\b(?:cannot|can't|can not|could not) be (?:answered|determined|found|inferred|established|confirmed)\\b`,
    '^(?:no (?:information|answer|mention|relevant)\\b|not (?:mentioned|specified|stated|found|available|provided|given|in the)(?:\\W*$| in)|n/?a\\W*$)',
    "\\bthe (?:question|query) (?:cannot|can not|can't|could not) be answered\\b",
  ],
};
