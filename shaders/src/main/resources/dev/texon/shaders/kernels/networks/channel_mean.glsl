// The share in the mean of each sample and group of channels that PARTS parts of LINES lines have, of what
// slot term makes of each place. Reads what that needs (texels); writes mean, a column a group and a row a part.
#include "networks/layout"
#slot term
void main() {
  int group = fragment().x;
  ivec2 part = split(fragment().y, PARTS);
  vec4 sum = vec4(0.0);
  for (int i = 0; i < LINES; i++) {
    int y = part.y * LINES + i;
#if PARTS * LINES > HEIGHT
    if (y >= HEIGHT) { break; }
#endif
    for (int x = 0; x < WIDTH; x++) {
      ivec2 at = ivec2(group * WIDTH + x, part.x * HEIGHT + y);
      sum += term(at, group);
    }
  }
  mean = sum / float(WIDTH * HEIGHT);
}
