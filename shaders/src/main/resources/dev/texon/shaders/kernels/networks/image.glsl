// Brings an image of any size to the shape of a network's input as bytes, and gives each channel the network's units: along each axis
// the mean of the pixels that a place covers, each by how much of it is covered, or linear between two where a place is smaller than a
// pixel. Colours count by their alpha, and lie on the background unless alpha is a channel. Reads image, RGBA bytes; uniforms first,
// span: edge of the first place and size of a place, in pixels; inner: left, top, right, bottom of the places that the image
// fills; background, in bytes; gain, offset: each channel times one and plus the other; constants CHANNELS: 1 (luma, ITU-R BT.601), 3 or
// 4, FINEST: pixels of a place that count along an axis at most, of a larger one each second, third …; writes x.
#include "networks/layout"
#slot store
void main() {
  vec2 place = vec2(fragment());
  vec4 bytes = background;
  if (all(greaterThanEqual(place, inner.xy)) && all(lessThan(place, inner.zw))) {
    vec2 low = first + (place - inner.xy) * span;
    vec2 high = low + span;
    vec2 middle = 0.5 * (low + high) - 0.5;
    bvec2 finer = lessThan(span, vec2(1.0));
    low = vec2(finer.x ? middle.x : low.x, finer.y ? middle.y : low.y);
    high = vec2(finer.x ? middle.x + 1.0 : high.x, finer.y ? middle.y + 1.0 : high.y);
    vec2 pixels = vec2(size_image());
    vec2 from = clamp(floor(low), vec2(0.0), pixels - 1.0);
    vec2 end = min(max(ceil(high), from + 1.0), pixels);
    // A place touches one pixel more than it has.
    vec2 stride = ceil(span / float(FINEST - 1));
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (int j = 0; j < FINEST; j++) {
      float y = from.y + float(j) * stride.y;
      if (y >= end.y) {
        break;
      }
      float row = max(min(high.y, y + 1.0) - max(low.y, y), 0.0);
      for (int i = 0; i < FINEST; i++) {
        float x = from.x + float(i) * stride.x;
        if (x >= end.x) {
          break;
        }
        float weight = row * max(min(high.x, x + 1.0) - max(low.x, x), 0.0);
        vec4 pixel = fetch_image(vec2(x, y) + 0.5);
        sum += weight * vec4(pixel.rgb * pixel.a, pixel.a);
        weights += weight;
      }
    }
    vec3 colour = sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0);
    bytes = floor(255.0 * vec4(colour, sum.a / weights) + 0.5);
  }
#if CHANNELS < 4
  bytes.rgb = floor((bytes.rgb * bytes.a + background.rgb * (255.0 - bytes.a) + 127.5) / 255.0);
#endif
#if CHANNELS == 1
  float luma = floor((dot(bytes.rgb, vec3(299.0, 587.0, 114.0)) + 500.5) / 1000.0);
  x = store(vec4(luma / 255.0 * gain.r + offset.r, 0.0, 0.0, 0.0));
#else
  x = store((bytes / 255.0 * gain + offset) * present(0, CHANNELS));
#endif
}
