// The mean over the samples that count. Reads means: PARTS rows a sample (texels); uniforms vec2 origin: first texel that is written, float
// count: samples that count, float scale: of the mean; writes mean.
void main() {
  int group = fragment().x - int(origin.x);
  vec4 sum = vec4(0.0);
  for (int n = 0; n < SAMPLES * PARTS; n++) {
    if (float(n) < count * float(PARTS)) { sum += fetch_means(ivec2(group, n)); }
  }
  mean = scale * sum / count;
}
