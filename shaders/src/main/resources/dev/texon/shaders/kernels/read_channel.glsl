// Encodes one channel as bytes. Reads source (texels); uniforms vec2 offset: source texel of fragment (0, 0), int channel: 0..3,
// int level, used where EXPLICIT is 1; writes bytes.
#include "pack_float"
void main() {
  ivec2 texel = fragment() + ivec2(offset);
#if EXPLICIT
  vec4 v = fetch_source(texel, level);
#else
  vec4 v = fetch_source(texel);
#endif
  bytes = pack_float(channel == 0 ? v.r : channel == 1 ? v.g : channel == 2 ? v.b : v.a);
}
