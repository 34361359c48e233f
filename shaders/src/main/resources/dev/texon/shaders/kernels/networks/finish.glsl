// Adds up parts of sums that lie side by side, COLUMNS columns each, and finishes them. Reads sums (texels) and what FINISH(sum, group)
// needs; uniform float origin: first row that is written; constant WIDTH: columns of a group; writes y.
void main() {
  ivec2 at = fragment();
  vec4 sum = vec4(0.0);
  for (int i = 0; i < PARTS; i++) { sum += fetch_sums(ivec2(i * COLUMNS + at.x, at.y - int(origin))); }
  y = FINISH(sum, split(at.x, WIDTH).x);
}
