// Sum of parts that lie below one another. Reads parts@ (texels); uniform vec2 origin: first texel that is written; writes gradient@.
// A line with @ is repeated for each band that is written.
void main() {
  ivec2 at = fragment() - ivec2(origin);
  vec4 sum@ = vec4(0.0);
  for (int i = 0; i < PARTS; i++) {
    sum@ += fetch_parts@(at + ivec2(0, i * ROWS));
  }
  gradient@ = sum@;
}
