import type { Phrases } from './phrases.ts';

/** How models say in Vietnamese and Indonesian that the texts don't answer. */
export const vietnameseIndonesian: Phrases = {
  always: [
    '(?:tài liệu|đoạn văn|văn bản|nguồn|ngữ cảnh|đoạn trích)[^.]{0,40}?(?<!\\p{L})không (?:\\p{L}+ )?(?:đề cập|chứa|nêu|nói|cung cấp|có thông tin|trả lời|ghi|nhắc|xác định|cho biết)',
    '(?:thông tin|câu trả lời)[^.]{0,20}?(?<!\\p{L})không (?:có|nằm|xuất hiện|được)[^.]{0,20}?(?:tài liệu|đoạn văn|văn bản|đề cập)',
    '(?:informasi|jawaban)[^.]{0,20}?(?<!\\p{L})tidak (?:tersedia|ada|ditemukan|disebutkan|terdapat)',
    '(?<!\\p{L})không (?:tìm thấy|có (?:thông tin|câu trả lời|đề cập)|thể (?:trả lời|xác định|tìm))',
    '(?:dokumen|teks|kutipan|sumber|konteks)\\p{L}*[^.]{0,40}?(?<!\\p{L})tidak (?:\\p{L}+ )?(?:menyebut|memuat|berisi|mencantum|menjawab|memberi|menjelas|mengandung)\\p{L}*',
    '(?<!\\p{L})tidak (?:ada|menemukan|ditemukan|terdapat)[^.]{0,15}?(?:informasi|jawab|keterangan)',
    '(?<!\\p{L})saya tidak (?:tahu|dapat menjawab|bisa menjawab|menemukan)',
  ],
  uncited: ['^(?:tôi )?không (?:biết|rõ)\\W*$', '^tidak (?:diketahui|disebutkan)'],
};
