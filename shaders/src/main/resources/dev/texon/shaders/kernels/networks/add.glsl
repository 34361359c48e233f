// The sum of several values, and an activation of it. Reads x0, x1, ... (texels); writes y.
void main() {
  ivec2 at = fragment();
  vec4 sum = fetch_x0(at);
  sum += fetch_x@(at);
  y = store(masked(activate(sum), split(at.x, WIDTH).x, CHANNELS));
}
