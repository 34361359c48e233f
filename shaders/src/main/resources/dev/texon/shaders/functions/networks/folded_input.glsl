// Fetches texels of input NAME by where they would lie if no side of a texture were too short: a row is cut into STRIPS strips of STRIP
// texels, one below the other, and after LINES lines of texels the next ones lie to the right of them. Beside the tensor it fetches anything.
ivec2 place_NAME(ivec2 at) {
#if STRIPS > 1
  ivec2 strip = split(at.x, STRIP);
  ivec2 fold = split(at.y * STRIPS + strip.x, LINES);
  return ivec2(fold.x * STRIP + strip.y, fold.y);
#else
  ivec2 fold = split(at.y, LINES);
  return ivec2(fold.x * STRIP + at.x, fold.y);
#endif
}
vec4 folded_NAME(ivec2 texel) { return fetch_NAME(place_NAME(texel)); }
vec4 folded_NAME(vec2 centre) { return fetch_NAME(place_NAME(ivec2(centre))); }
#define fetch_NAME folded_NAME
