// Writes base + step * n, n counting texels and channels. Uniforms float base, step_size, width; writes target.
void main() {
  vec2 p = vec2(fragment());
  target = base + step_size * (4.0 * (p.y * width + p.x) + vec4(0.0, 1.0, 2.0, 3.0));
}
