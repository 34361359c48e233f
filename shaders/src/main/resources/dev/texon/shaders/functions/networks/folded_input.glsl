// Fetches texels of input {name} by where they would lie if no side of a texture were too short: a row is cut into STRIPS strips of STRIP
// texels, one below the other, and after LINES lines of texels the next ones lie to the right of them. Beside the tensor it fetches anything.
ivec2 place_{name}(ivec2 at) {
#if STRIPS_{name} > 1
  ivec2 strip = split(at.x, STRIP_{name});
  ivec2 fold = split(at.y * STRIPS_{name} + strip.x, LINES_{name});
  return ivec2(fold.x * STRIP_{name} + strip.y, fold.y);
#else
  ivec2 fold = split(at.y, LINES_{name});
  return ivec2(fold.x * STRIP_{name} + at.x, fold.y);
#endif
}
vec4 folded_{name}(ivec2 texel) { return fetch_{name}(place_{name}(texel)); }
vec4 folded_{name}(vec2 centre) { return fetch_{name}(place_{name}(ivec2(centre))); }
#define fetch_{name} folded_{name}
