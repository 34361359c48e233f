// Scales an image of any size to the shape of a network's input, by the mean of a grid of bilinear samples in each place. Reads image
// (sampled), RGBA bytes; uniforms gain, offset: each channel times one and plus the other; constants WIDTH, HEIGHT, CHANNELS: 1 (luma, ITU-R BT.601), 3 or 4, GRID: samples per side; writes x.
void main() {
  vec2 size = vec2(float(WIDTH), float(HEIGHT));
  ivec2 at = ivec2(fragment().x, split(fragment().y, HEIGHT).y);
  vec4 sum = vec4(0.0);
  for (int j = 0; j < GRID; j++) {
    for (int i = 0; i < GRID; i++) {
      sum += sample_image((vec2(at) + (vec2(float(i), float(j)) + 0.5) / float(GRID)) / size);
    }
  }
  sum /= float(GRID * GRID);
#if CHANNELS == 1
  x = store(vec4(dot(sum.rgb, vec3(0.299, 0.587, 0.114)) * gain.r + offset.r, 0.0, 0.0, 0.0));
#else
  x = store((sum * gain + offset) * present(0, CHANNELS));
#endif
}
