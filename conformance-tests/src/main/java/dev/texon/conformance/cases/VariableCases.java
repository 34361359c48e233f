package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.gpu.Feature;
import java.util.List;

/** Arrays, structures, vectors, matrices, and whole numbers in floats. */
public final class VariableCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        return List.of(
                array().inEveryDialect(),
                vectorArray().inEveryDialect(),
                dynamicArray().where(new Requirement.OfFeature(Feature.FLOAT_BITS)),
                structure().inEveryDialect(),
                nestedStructure().inEveryDialect(),
                structureArray().inEveryDialect(),
                swizzleAssignment().inEveryDialect(),
                constructors().inEveryDialect(),
                relations().inEveryDialect(),
                matrix().inEveryDialect(),
                digits().inEveryDialect(),
                divisors().inEveryDialect());
    }

    private static WholeKernel array() {
        return new WholeKernel(
                "language/array/loop",
                "LNG-2",
                "An array is written and read by constants, loop variables, and sums of the two.",
                "arrays that are split into variables",
                """
                float f(float a, float b) {
                  float w[8];
                  for (int i = 0; i < 8; i++) { w[i] = a * float(i) + b; }
                  w[3] = 100.0;
                  for (int i = 0; i < 7; i++) { w[i + 1] += w[i]; }
                  float r = 0.0;
                  for (int i = 0; i < 8; i++) { r = r * 2.0 + w[7 - i]; }
                  return r;
                }
                """,
                (a, b) -> {
                    int[] w = new int[8];
                    for (int i = 0; i < 8; i++) {
                        w[i] = i == 3 ? 100 : a * i + b;
                    }
                    int r = 0;
                    for (int i = 0; i < 7; i++) {
                        w[i + 1] += w[i];
                    }
                    for (int i = 0; i < 8; i++) {
                        r = 2 * r + w[7 - i];
                    }
                    return r;
                });
    }

    private static WholeKernel vectorArray() {
        return new WholeKernel(
                "language/array/vectors",
                "LNG-2",
                "Components of vectors in an array are written one by one.",
                "arrays of vectors with three components",
                """
                float f(float a, float b) {
                  vec3 w[4];
                  for (int i = 0; i < 4; i++) {
                    w[i] = vec3(a);
                    w[i].y = b + float(i);
                    w[i].zx += vec2(float(i), 10.0);
                  }
                  w[2].yz = w[1].xy;
                  vec3 sum = vec3(0.0);
                  for (int i = 0; i < 4; i++) { sum = sum * 3.0 + w[i]; }
                  return sum.x + 100.0 * sum.y + 1000.0 * sum[2];
                }
                """,
                (a, b) -> {
                    int x = 0;
                    int y = 0;
                    int z = 0;
                    for (int i = 0; i < 4; i++) {
                        x = 3 * x + a + 10;
                        y = 3 * y + (i == 2 ? a + 10 : b + i);
                        z = 3 * z + (i == 2 ? b + 1 : a + i);
                    }
                    return x + 100 * y + 1000 * z;
                });
    }

    /** GLSL ES 1.00, appendix A, knows only constants and loop variables. */
    private static WholeKernel dynamicArray() {
        return new WholeKernel(
                "language/array/dynamic",
                "LNG-2",
                "An array, a vector and the columns of a matrix are written and read at places that are computed.",
                "indices that differ between neighbouring fragments",
                """
                float f(float a, float b) {
                  float w[10];
                  for (int i = 0; i < 10; i++) { w[i] = float(i); }
                  int place = int(b);
                  w[place] = 100.0 + a;
                  w[9 - place] += 1000.0;
                  vec4 v = vec4(1.0, 2.0, 3.0, 4.0);
                  int component = int(a + 8.0) & 3;
                  v[component] *= 10.0;
                  mat2 m = mat2(1.0, 2.0, 3.0, 4.0);
                  m[component >> 1][component & 1] = 7.0;
                  float r = w[place] + 2.0 * w[(place + 5) % 10] + 3.0 * w[9 - place];
                  return r + 10000.0 * (v.x + v.y + v.z + v.w) + 200000.0 * (m[0].x + m[0].y + m[1].x + m[1].y);
                }
                """,
                (a, b) -> {
                    int[] w = new int[10];
                    for (int i = 0; i < 10; i++) {
                        w[i] = i;
                    }
                    w[b] = 100 + a;
                    w[9 - b] += 1000;
                    int component = (a + 8) & 3;
                    int r = w[b] + 2 * w[(b + 5) % 10] + 3 * w[9 - b];
                    return r + 10000 * (10 + 9 * (component + 1)) + 200000 * (10 + 7 - (component + 1));
                });
    }

    private static WholeKernel structure() {
        return new WholeKernel(
                "language/struct/value",
                "LNG-4",
                "A structure is copied when it is assigned, passed and returned.",
                "structures that are shared instead of copied",
                """
                struct Pair {
                  float x;
                  vec2 v;
                };
                Pair made(float x, float y) { return Pair(x + 1.0, vec2(y, 2.0 * y)); }
                Pair changed(Pair p) {
                  p.x *= 2.0;
                  p.v.y += 3.0;
                  return p;
                }
                void change(inout Pair p) { p = Pair(p.v.x, vec2(p.x)); }
                float f(float a, float b) {
                  Pair p = made(a, b);
                  Pair q = p;
                  Pair r = changed(p);
                  q.v = vec2(5.0, 6.0);
                  change(r);
                  float equal = p == made(a, b) && p != q ? 1.0 : 0.0;
                  return equal + 10.0 * p.x + 200.0 * p.v.y + 4000.0 * q.v.x + 20000.0 * r.x + 400000.0 * r.v.y;
                }
                """,
                (a, b) -> 1 + 10 * (a + 1) + 200 * 2 * b + 4000 * 5 + 20000 * b + 400000 * 2 * (a + 1));
    }

    private static WholeKernel nestedStructure() {
        return new WholeKernel(
                "language/struct/nested",
                "LNG-4",
                "Structures in structures are made, compared and changed in part.",
                "the places of members",
                """
                struct Inner {
                  float x;
                  bool set;
                  vec3 v;
                };
                struct Outer {
                  Inner first;
                  int count;
                  Inner second;
                };
                Outer turned(Outer o) { return Outer(o.second, o.count + 1, o.first); }
                float f(float a, float b) {
                  Inner i = Inner(a, a > b, vec3(1.0, b, 3.0));
                  Outer o = Outer(i, 2, Inner(b, false, vec3(a)));
                  o = turned(turned(turned(o)));
                  o.first.v.xy = o.second.v.yz;
                  o.second.x += 1.0;
                  float same = o.second == i ? 1.0 : 0.0;
                  float set = o.second.set ? 1.0 : 0.0;
                  return same + 2.0 * set + 10.0 * o.first.x + 200.0 * o.second.x + 4000.0 * o.first.v.x
                      + 80000.0 * float(o.count) + 100000.0 * o.first.v.y + 1000000.0 * o.first.v.z;
                }
                """,
                (a, b) -> (a > b ? 2 : 0) + 10 * b + 200 * (a + 1) + 4000 * b + 80000 * 5 + 100000 * 3 + 1000000 * a);
    }

    private static WholeKernel structureArray() {
        return new WholeKernel(
                "language/struct/array",
                "LNG-4",
                "An array of structures is written member by member, and its elements are swapped.",
                "the distance of elements",
                """
                struct Entry {
                  float key;
                  vec2 value;
                };
                float f(float a, float b) {
                  Entry e[4];
                  for (int i = 0; i < 4; i++) {
                    e[i].value = vec2(float(i), a);
                    e[i].key = i == 1 ? b : float(4 - i);
                  }
                  for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                      if (e[j].key > e[j + 1].key) {
                        Entry t = e[j];
                        e[j] = e[j + 1];
                        e[j + 1] = t;
                      }
                    }
                  }
                  float r = 0.0;
                  for (int i = 0; i < 4; i++) { r = r * 10.0 + e[i].key + 1000.0 * e[i].value.x; }
                  return r + e[3].value.y;
                }
                """,
                (a, b) -> {
                    int[] key = {4, b, 2, 1};
                    int[] value = {0, 1, 2, 3};
                    for (int i = 0; i < 3; i++) {
                        for (int j = 0; j < 3; j++) {
                            if (key[j] > key[j + 1]) {
                                int k = key[j];
                                key[j] = key[j + 1];
                                key[j + 1] = k;
                                int v = value[j];
                                value[j] = value[j + 1];
                                value[j + 1] = v;
                            }
                        }
                    }
                    int r = 0;
                    for (int i = 0; i < 4; i++) {
                        r = 10 * r + key[i] + 1000 * value[i];
                    }
                    return r + a;
                });
    }

    private static WholeKernel swizzleAssignment() {
        return new WholeKernel(
                "language/vector/swizzle",
                "LNG-5",
                "Swizzles are read as a whole before they are written, in any order and by any set of names.",
                "components that are written before they are read",
                """
                float f(float a, float b) {
                  vec4 v = vec4(a, b, 2.0, 3.0);
                  v.xyzw = v.wxyz;
                  v.zx = v.xz;
                  v.rg += v.ba;
                  v.tq *= vec2(2.0, 3.0);
                  v.yx = vec2(v.xy).yx;
                  v.wzyx.yx = vec2(v.x, v[1]);
                  vec2 w = v.xyz.zy.yx;
                  v[2] -= w.x;
                  return v.x + 20.0 * v.y + 400.0 * v.z + 8000.0 * v.w + 160000.0 * w.y;
                }
                """,
                (a, b) -> {
                    // (a, b, 2, 3); rotated (3, a, b, 2); z and x swapped (b, a, 3, 2).
                    int x = b + 3;
                    int y = (a + 2) * 2;
                    // w becomes 2 · 3 by q; v.yx = (y, x) changes nothing; then (z, w) = (x, y).
                    int z = x;
                    int w = y;
                    // v.xyz.zy.yx is (y, z).
                    return x + 20 * y + 400 * (z - y) + 8000 * w + 160000 * z;
                });
    }

    private static WholeKernel constructors() {
        return new WholeKernel(
                "language/vector/constructors",
                "LNG-5",
                "Vectors are made of scalars, vectors, ints and bools, and cut short.",
                "conversions",
                """
                float f(float a, float b) {
                  ivec2 i = ivec2(a + 0.5, b);
                  bvec3 t = bvec3(a, 0.0, b > 4.0);
                  vec4 v = vec4(vec2(i), vec2(t.xz));
                  vec3 w = vec3(v);
                  vec4 u = vec4(b, w.zyx);
                  u = 2.0 * u + v - vec4(t, true);
                  return u.x + 30.0 * u.y + 900.0 * u.z + 27000.0 * u.w + 800000.0 * float(int(-2.75)) + float(true);
                }
                """,
                (a, b) -> {
                    // Conversion to int drops the fraction: a + ½ is a, or for negative a one more.
                    int i = a < 0 ? a + 1 : a;
                    int set = a != 0 ? 1 : 0;
                    int large = b > 4 ? 1 : 0;
                    int x = 2 * b + i - set;
                    int y = 2 * set + b;
                    int z = 2 * b + set - large;
                    int w = 2 * i + large - 1;
                    return x + 30 * y + 900 * z + 27000 * w - 1600000 + 1;
                });
    }

    private static WholeKernel relations() {
        return new WholeKernel(
                "language/vector/relations",
                "LNG-5",
                "Vectors are compared as a whole and component by component.",
                "all, any and not",
                """
                float f(float a, float b) {
                  vec3 v = vec3(a, b, 3.0);
                  vec3 w = vec3(b, b, a);
                  float r = 0.0;
                  if (v == w) r += 1.0;
                  if (v != w) r += 2.0;
                  if (any(lessThan(v, w))) r += 4.0;
                  if (all(lessThanEqual(v, w))) r += 8.0;
                  if (any(greaterThan(v, w))) r += 16.0;
                  if (all(greaterThanEqual(v, w))) r += 32.0;
                  bvec3 e = equal(v, w);
                  bvec3 n = not(e);
                  if (e.y && !n.y && e != n && notEqual(v, w) == n) r += 64.0;
                  if (ivec2(v) == ivec2(w)) r += 128.0;
                  return r;
                }
                """,
                (a, b) -> {
                    int r = a == b && a == 3 ? 1 : 2;
                    r += a < b || 3 < a ? 4 : 0;
                    r += a <= b && 3 <= a ? 8 : 0;
                    r += a > b || 3 > a ? 16 : 0;
                    r += a >= b && 3 >= a ? 32 : 0;
                    return r + 64 + (a == b ? 128 : 0);
                });
    }

    private static WholeKernel matrix() {
        return new WholeKernel(
                "language/matrix",
                "LNG-5",
                "Matrices are made column after column, changed by column and component, and multiplied either way.",
                "rows that are taken for columns",
                """
                float f(float a, float b) {
                  mat2 m = mat2(a, b, vec2(1.0, 2.0));
                  mat3 d = mat3(2.0);
                  d[1] = vec3(a, 1.0, b);
                  d[2][0] += 3.0;
                  m[1].y = 4.0;
                  vec2 column = m * vec2(1.0, 2.0);
                  vec2 row = vec2(1.0, 2.0) * m;
                  vec3 u = d * vec3(1.0, 2.0, 1.0);
                  mat2 p = matrixCompMult(m, mat2(2.0, 0.0, 0.0, 3.0)) + m;
                  m *= mat2(0.0, 1.0, 1.0, 0.0);
                  return column.x + 10.0 * column.y + 200.0 * row.x + 3000.0 * row.y + 10000.0 * u.x
                      + 20000.0 * u.z + 40000.0 * (p[0][0] + p[1][1]) + 100000.0 * m[0].y + (p == m ? 1.0 : 0.0);
                }
                """,
                (a, b) -> {
                    // Columns (a, b) and (1, 4).
                    int columnX = a + 2;
                    int columnY = b + 8;
                    int rowX = a + 2 * b;
                    int rowY = 9;
                    int ux = 2 + 2 * a + 3;
                    int uz = 2 * b + 2;
                    // The sum of 3a and 16; the columns of m change places, so that m[0].y is 4.
                    int corners = 3 * a + 16;
                    return columnX
                            + 10 * columnY
                            + 200 * rowX
                            + 3000 * rowY
                            + 10000 * ux
                            + 20000 * uz
                            + 40000 * corners
                            + 100000 * 4;
                });
    }

    private static WholeKernel digits() {
        return new WholeKernel(
                "language/whole/digits",
                "LNG-7",
                "Bits of whole numbers in floats, taken by halving and floor, are those of the number.",
                "floor of a half, and products that are not exact",
                """
                float f(float a, float b) {
                  float n = (a + 8.0) * 500.0 + b;
                  float turned = 0.0;
                  float ones = 0.0;
                  for (int i = 0; i < 14; i++) {
                    float rest = floor(n * 0.5);
                    float bit = n - 2.0 * rest;
                    turned = 2.0 * turned + bit;
                    ones += bit;
                    n = rest;
                  }
                  return turned + 65536.0 * ones;
                }
                """,
                (a, b) -> {
                    int n = (a + 8) * 500 + b;
                    return (Integer.reverse(n) >>> 18) + 65536 * Integer.bitCount(n);
                });
    }

    private static WholeKernel divisors() {
        return new WholeKernel(
                "language/whole/divisors",
                "LNG-7",
                "Greatest common divisors, by subtraction, and steps of 3n + 1, by halving, are those of the numbers.",
                "loops of another length in each fragment",
                """
                float f(float a, float b) {
                  float x = (a + 9.0) * 12.0;
                  float y = (b + 1.0) * 18.0;
                  for (int i = 0; i < 32; i++) {
                    if (x == y) break;
                    if (x > y) x -= y; else y -= x;
                  }
                  float n = b + 17.0 + a;
                  float steps = 0.0;
                  for (int i = 0; i < 128; i++) {
                    if (n == 1.0) break;
                    float halved = floor(n * 0.5);
                    n = 2.0 * halved == n ? halved : 3.0 * n + 1.0;
                    steps += 1.0;
                  }
                  return x * 1000.0 + steps;
                }
                """,
                (a, b) -> {
                    int x = (a + 9) * 12;
                    int y = (b + 1) * 18;
                    for (int i = 0; i < 32 && x != y; i++) {
                        if (x > y) {
                            x -= y;
                        } else {
                            y -= x;
                        }
                    }
                    int n = b + 17 + a;
                    int steps = 0;
                    for (int i = 0; i < 128 && n != 1; i++) {
                        n = n % 2 == 0 ? n / 2 : 3 * n + 1;
                        steps++;
                    }
                    return 1000 * x + steps;
                });
    }
}
