// Sum of parts of a gradient that lie below one another. Reads parts0, … (texels); uniform vec2 origin: first texel that is written; writes
// gradient0, …, from FIRST_BAND to before END_BAND. FOLDED as in convolution_weight_gradient.
#include "networks/layout"
void main() {
  ivec2 at = fragment() - ivec2(origin);
#for b in FIRST_BAND..END_BAND
  vec4 sum{b} = vec4(0.0);
#end
  for (int i = 0; i < PARTS; i++) {
#for b in FIRST_BAND..END_BAND
    sum{b} += fetch_parts{b}(at + ivec2(0, i * ROWS));
#end
  }
#for b in FIRST_BAND..END_BAND
  gradient{b} =
#if FOLDED
      left_over() ? vec4(0.0) :
#endif
      sum{b};
#end
}
