// Texts to try, written for this page: one for each kind of noise, one with a clean copy, and files.
import type { Format, Noise } from "./ungarble/index.js";

export interface Example {
  title: string;
  text: string;
  noise: Noise;
  reference?: string;
  format?: Format;
}

export const EXAMPLES: Example[] = [
  {
    title: "Scanned page",
    noise: "ocr",
    text: `Tbe keeper of the lighthouse rose before dawn, as he had done for thirty ycars, and climbcd the iron stairs to tbe
lamp. A thick fog had come in from the sea during the night, and he could hear the bell of a ship that he conld
not see. He trimmed the wick, wound tbe clock, and wrote the hour in the jour-
nal: "Fog since midnight. One vessel near the reef, bound for the har-
bour, I tbink."

Then he sat down by the stove with a cup of coffee and waitcd. At seven the wind turned to the north, and
little by little the black rocks, the jetty and the roofs of the vil-
lage came out of the grey. The ship had gone. Nothing was left of her but a broken oar, whieh the tide had
thrown on the beaeh.
`,
  },
  {
    title: "Typed in haste",
    noise: "typing",
    text: `I recieved your leter on Tuesday and was realy glad to hear that the new kitchen is finaly finnished. We shoud come and
visit you in the sumer, if the wheather is good and the trians are running. You are definately right about the garden:
it needs a lot of work befor anything will grow there. My neigbour has promised to lend me his tools, but he is
allways busy, so I beleive that I will have to buy some of my own tommorow.
`,
  },
  {
    title: "Recognised speech",
    noise: "speech",
    text: `the committee met in geneva on tuesday to hear what the ministers of france, germany and norway had to say about the price of
electricity. professor anna lindgren of the university of stockholm told the members that their decision would cost every
household in europe about forty euros a year. she was in london last week and will fly to new york on friday, where the
united nations will hear her report in january.
`,
  },
  {
    title: "Scraped article",
    noise: "scrape",
    text: `Residents Of The Old Town Have Been Told That The Bridge Over The River Will Be Closed For Repairs Until The End Of March.
Drivers will have to go round by the ring road, and the number 12 bus will not stop at the market.

"It Is The Third Time In Five Years," said Margaret Wilson, who runs a bakery near the cathedral in york. "We lost half of our
customers last winter, and nobody at the council has ever asked us what we need." The work will begin on monday, said
a spokesman inthe town hall, and is paid for by the Department for Transport.
`,
  },
  {
    title: "Translated there and back",
    noise: "translation",
    text: `The old fisherman said that he had never seen so much snow on the mountains over the village. The road to the pass was locked for
three days, and the post had too be carried by by foot. When the sun came out on Sunday, the kids ran down to the lake
with there sledges, and the hole village could here them laugh.
`,
    reference: `The old fisherman said that he had never seen so much snow on the hills above the village. The road to the pass was closed for
three days, and the mail had to be carried on foot. When the sun came out on Sunday, the children ran down to the lake
with their sledges, and the whole village could hear them laugh.
`,
  },
  {
    title: "With a clean copy",
    noise: "auto",
    text: `THE HARBOUR MUSEUM OPENS ON SATURDAY

The Harbour Museurn will open its doors on Saturday with an exhibition of two hundred model ships, most of them built by Ishbel
Macraw, who worked in the yard for fourty years. the oldest is a trawler of 1887. Visitors can alse see the workshop
where she cut every plank by hand. Tickets cost 12 pounds.
`,
    reference: `Home | News | What's on | Shop

The harbour museum opens on Saturday

The Harbour Museum will open its doors on Saturday with an exhibition of two hundred model ships, most of them built by Ishbel
Macrae, who worked in the yard for forty years. The oldest is a trawler of 1887. Visitors can also see the workshop
where she cut every plank by hand. Tickets cost 12 pounds.

Share this page | Sign up for our newsletter
`,
  },
  {
    title: "hOCR",
    noise: "ocr",
    format: "hocr",
    text: `<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="ocr-system" content="example"></head><body>
<div class="ocr_page" id="page_1" title="bbox 0 0 1200 400">
<p class="ocr_par" id="par_1" title="bbox 80 60 1100 250">
<span class="ocr_line" id="line_1" title="bbox 80 60 1100 110">
<span class="ocrx_word" id="word_1" title="bbox 80 60 150 110; x_wconf 91">The</span>
<span class="ocrx_word" id="word_2" title="bbox 165 60 330 110; x_wconf 58">goverment</span>
<span class="ocrx_word" id="word_3" title="bbox 345 60 400 110; x_wconf 95">of</span>
<span class="ocrx_word" id="word_4" title="bbox 415 60 480 110; x_wconf 40">tbe</span>
<span class="ocrx_word" id="word_5" title="bbox 495 60 640 110; x_wconf 93">island</span>
<span class="ocrx_word" id="word_6" title="bbox 655 60 730 110; x_wconf 94">fell</span>
<span class="ocrx_word" id="word_7" title="bbox 745 60 790 110; x_wconf 96">in</span>
<span class="ocrx_word" id="word_8" title="bbox 805 60 880 110; x_wconf 95">the</span>
<span class="ocrx_word" id="word_9" title="bbox 895 60 1040 110; x_wconf 52">sprlng</span>
</span>
<span class="ocr_line" id="line_2" title="bbox 80 130 1100 180">
<span class="ocrx_word" id="word_10" title="bbox 80 130 150 180; x_wconf 93">and</span>
<span class="ocrx_word" id="word_11" title="bbox 165 130 240 180; x_wconf 94">was</span>
<span class="ocrx_word" id="word_12" title="bbox 255 130 400 180; x_wconf 47">repIaced</span>
<span class="ocrx_word" id="word_13" title="bbox 415 130 470 180; x_wconf 95">by</span>
<span class="ocrx_word" id="word_14" title="bbox 485 130 600 180; x_wconf 49">anotber.</span>
</span>
</p>
</div>
</body></html>
`,
  },
  {
    title: "Subtitles",
    noise: "auto",
    format: "srt",
    text: `1
00:00:01,000 --> 00:00:03,500
We have definately been here befor.

2
00:00:04,000 --> 00:00:06,200
I rernember the <i>lighthouse</i> and the old
harbuor wall.

3
00:00:07,000 --> 00:00:09,800
Then were is the boat that you promissed us?
`,
  },
  {
    title: "Markdown",
    noise: "typing",
    format: "markdown",
    text: `# How to plant a hegde

Dig a **trench** as wide as your spade and *twise* as deep. Do not run \`git comit\` before you have finnished:

- put the plants in at once, befor the roots are dry;
- water them evry day for a fortnight;
- read [the begining](https://example.org/recieve) again.
`,
  },
];
