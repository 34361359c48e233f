// Second pass of split-K: adds up sums that lie side by side, COLUMNS columns each. Reads sums (texels) and what the epilogue needs;
// uniform float origin: first row that is written; constant WIDTH: columns of a group; writes y.
#include "networks/layout"
#slot epilogue
void main() {
  ivec2 at = fragment();
  vec4 sum = vec4(0.0);
  for (int i = 0; i < PARTS; i++) { sum += fetch_sums(ivec2(i * COLUMNS + at.x, at.y - int(origin))); }
  y = epilogue(sum, split(at.x, WIDTH).x);
}
