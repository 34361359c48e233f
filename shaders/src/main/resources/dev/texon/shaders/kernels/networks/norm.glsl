// The square root of the sum of all rows. Reads sums (texels); writes norm.
void main() {
  float total = 0.0;
  for (int i = 0; i < HEIGHT; i++) { total += fetch_sums(ivec2(0, i)).r; }
  norm = vec4(sqrt(total));
}
