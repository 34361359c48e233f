// The mean over the places of each sample and group of channels, of WHAT: an expression of at. Reads what it names (texels); writes
// mean, a column a group and a row a sample.
void main() {
  int group = fragment().x;
  int n = fragment().y;
  vec4 sum = vec4(0.0);
  for (int y = 0; y < HEIGHT; y++) {
    for (int x = 0; x < WIDTH; x++) {
      ivec2 at = ivec2(group * WIDTH + x, n * HEIGHT + y);
      sum += WHAT;
    }
  }
  mean = sum / float(WIDTH * HEIGHT);
}
