/** The decoder's Worker: one picture in, one answer out. Messages: engine.ts. */
import { prepareZXingModule } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

import { decode } from './decode'
import { FRAME_EDGE, type Answer, type Question } from './engine'
import { pixelsOf } from './pixels'

// The library's default is another host; script and wasm come from one release, served by us.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) },
})

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const answer: Answer = { id: data.id, found: null, problem: null }
  try {
    const image = pixelsOf(data.picture, data.longest)
    answer.found = await decode(image, data)
    if (answer.found && Math.max(image.width, image.height) <= FRAME_EDGE) answer.found.frame = image
  } catch (problem) {
    answer.problem = String(problem)
  }
  const frame = answer.found?.frame
  self.postMessage(answer, { transfer: frame ? [frame.data.buffer] : [] })
}
