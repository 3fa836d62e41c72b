// Texts written for these tests: what a text may hold besides words, and damage of every kind.
const SENTENCES = [
  "The goverment of the island fell inthe spring, and was repIaced by anotber.",
  "Tbe keeper wrote the hour in the jour-\nnal: \"Fog since mid-\nnight.\"\n",
  "I recieved your leter on Tuesday and was realy glad to here from you.",
  "the committee met in geneva on tuesday to hear what the ministers of france and germany had to say.",
  "Residents Of The Old Town Have Been Told That The Bridge Will Be Closed Until The End Of March.",
  "THE HARBOUR WILL OPEN AGAIN ON SATURDAY, THE COUNCIL SAID.",
  "When the the sun came out, the children ran down to the lake with there sledges.",
  "The rnodern city of Amstcrdam lies be low the level of thc sea .",
  "He said that \"the definately best soup\" was his neigbour's.",
  "Café Müller in Zürich serves crème brûlée to it's guests every sunday.",
];

const ODD = [
  "",
  " \n\t\r\n",
  "🙂",
  "🙂🙂 The goverment 🙂 fell inthe spring 👩‍👩‍👧.",
  "𝒯𝒽𝑒 goverment fell.\u2028The goverment stood.",
  "The gov\u00aderment fell, and the \ufb01sherman fled to the o\ufb03ce.",
  "one\r\ntwo three\r\nthe goverment\r\nfell",
  "\ufeffThe goverment fell.",
  "Cafe\u0301 owners recieved the the letters.",
  "Die Regierung ist im Frühling gefallen. Le gouvernement est tombé. Правительство пало.",
  "teh https://example.org/teh teh@example.org `teh` C:\\teh\\teh.txt teh",
  "a".repeat(4000),
  "tbe ".repeat(300),
  "\0\u0001 tbe \ud7ff\ue000 goverment",
];

const [first, second] = [SENTENCES.join(" "), SENTENCES.join("\n\n")];

/** Each text with the settings that it is repaired with. */
export const TEXTS = [
  ...SENTENCES.map((text) => ({ text, options: {} })),
  ...ODD.map((text) => ({ text, options: {} })),
  ...["auto", "ocr", "typing", "speech", "scrape", "translation"].flatMap((noise) => [
    { text: first, options: { noise } },
    { text: `🙂 ${second}`, options: { noise } },
  ]),
  ...["tight", "default", "bold", "none"].flatMap((harmBudget) => [
    { text: first, options: { harmBudget } },
    { text: second, options: { harmBudget, noise: "ocr" } },
  ]),
  ...["us", "uk", "ca", "au", "in"].map((dialect) => ({
    text: "The color of the harbour was grey, and the programme was cancelled by the goverment.",
    options: { dialect },
  })),
  ...["conservative", "full"].map((policy) => ({
    text: "🙂 The Harbour Museurn opens on Saturday with two hundred model ships, built by Ishbel Macraw in fourty years of work.",
    options: {
      policy,
      reference: "Nëws 🙂 | Sport\n\nThe Harbour Museum will open on Saturday with two hundred model ships, built by Ishbel Macrae in forty years of work.",
    },
  })),
  // Words that this text alone holds, and near misses of them.
  {
    text: "Skarnholm lies in the fjord. The boats of Skarnholm come home at night, and Skarnholm is lit. Nobody in Skarnhohn sleeps, "
      + "and Skarnholni is quiet. The Vellmarken family has lived there; the Vellmarken house and the Vellmarkcn boat are old.",
    options: { noise: "ocr" },
  },
  { text: `${second}\n`.repeat(40), options: {} },
];
