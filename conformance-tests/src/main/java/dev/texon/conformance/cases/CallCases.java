package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Precision;
import java.util.List;

/** How functions get their arguments and give them back. */
public final class CallCases implements CaseGroup {
    private static final String REFERENCE = "parameters that are references and no copies";

    @Override
    public List<ConformanceCase> cases() {
        return List.of(
                copies().inEveryDialect(),
                globals().inEveryDialect(),
                components().inEveryDialect(),
                order().inEveryDialect(),
                overloads().inEveryDialect(),
                ConformanceCase.of("language/call/alias", "LNG-3")
                        .checks("Two inout parameters of one variable are two copies; either may be copied back last.")
                        .requires(Lab.floatInputs())
                        .lookAt(REFERENCE)
                        .body(CallCases::alias));
    }

    private static WholeKernel copies() {
        return new WholeKernel(
                "language/call/copies",
                "LNG-3",
                "A function changes its own copy of an in parameter; out and inout are copied back.",
                REFERENCE,
                """
                float consume(float x) {
                  x = x * 2.0 + 1.0;
                  return x;
                }
                void divide(in float x, out float whole, out float rest, inout float count) {
                  whole = floor(x * 0.25);
                  rest = x - 4.0 * whole;
                  count += 1.0;
                }
                void exchange(inout float x, inout float y) {
                  float t = x;
                  x = y;
                  y = t;
                }
                float f(float a, float b) {
                  float kept = a;
                  float consumed = consume(kept);
                  float whole;
                  float rest;
                  float count = b;
                  divide(a, whole, rest, count);
                  exchange(whole, count);
                  return kept + 20.0 * consumed + 1000.0 * whole + 20000.0 * count + 100.0 * rest;
                }
                """,
                (a, b) -> a + 20 * (2 * a + 1) + 1000 * (b + 1) + 20000 * (a >> 2) + 100 * (a & 3));
    }

    /** By reference the doubling would show in the copy that comes back. */
    private static WholeKernel globals() {
        return new WholeKernel(
                "language/call/globals",
                "LNG-3",
                "A global variable that is passed and changed meanwhile gets what the parameter held at the end.",
                REFERENCE,
                """
                float g;
                float seen;
                void change(inout float x) {
                  x += 1.0;
                  g *= 2.0;
                  seen = g;
                  x += 10.0;
                }
                float read(float x) {
                  g = 5.0;
                  return x;
                }
                float f(float a, float b) {
                  g = a;
                  change(g);
                  float after = g;
                  g = b;
                  float before = read(g);
                  return after + 100.0 * seen + 10000.0 * before;
                }
                """,
                (a, b) -> (a + 11) + 100 * 2 * a + 10000 * b);
    }

    private static WholeKernel components() {
        return new WholeKernel(
                "language/call/components",
                "LNG-3",
                "Components, swizzles and elements of arrays are copied back to where they came from.",
                "swizzles that are passed as out parameters",
                """
                void change(inout vec2 v, out float x) {
                  v = vec2(v.y + 1.0, v.x + 2.0);
                  x = 3.0;
                }
                void fill(inout float w[3], float x) {
                  for (int i = 0; i < 3; i++) { w[i] += x; }
                }
                float total(float w[3]) {
                  w[0] += w[1] + w[2];
                  return w[0];
                }
                float f(float a, float b) {
                  vec4 v = vec4(a, b, 0.0, 1.0);
                  change(v.yx, v.w);
                  float w[3];
                  w[0] = a;
                  w[1] = b;
                  w[2] = 1.0;
                  fill(w, 10.0);
                  change(v.xz, w[1]);
                  float sum = total(w);
                  return v.x + 20.0 * v.y + 400.0 * v.z + 8000.0 * v.w + 20000.0 * sum + w[0];
                }
                """,
                (a, b) -> {
                    // (y, x) = (x + 1, y + 2); then (x, z) = (z + 1, x + 2).
                    int y = a + 1;
                    int x = b + 2;
                    int z = x + 2;
                    x = 1;
                    int sum = (a + 10) + 3 + 11;
                    return x + 20 * y + 400 * z + 8000 * 3 + 20000 * sum + (a + 10);
                });
    }

    private static WholeKernel order() {
        return new WholeKernel(
                "language/call/order",
                "LNG-3",
                "Arguments are evaluated once each, from left to right.",
                "arguments that are evaluated from right to left",
                """
                float count;
                float next(float step) {
                  count = count * 2.0 + step;
                  return count;
                }
                float join(float x, float y, float z) { return x + 100.0 * y + 10000.0 * z; }
                float f(float a, float b) {
                  count = a;
                  float joined = join(next(b), next(1.0), next(2.0));
                  return joined + count;
                }
                """,
                (a, b) -> {
                    int x = 2 * a + b;
                    int y = 2 * x + 1;
                    int z = 2 * y + 2;
                    return x + 100 * y + 10000 * z + z;
                });
    }

    private static WholeKernel overloads() {
        return new WholeKernel(
                "language/call/overloads",
                "LNG-3",
                "Of functions with one name the types of the arguments choose; a name inside hides one outside.",
                "scopes of names",
                """
                float kind(float x) { return 1.0 * x; }
                float kind(int x) { return 2.0 * float(x); }
                float kind(vec2 x) { return 3.0 * x.x; }
                float kind(bool x) { return x ? 4.0 : 5.0; }
                float x = 7.0;
                float f(float a, float b) {
                  float r = kind(a) + 100.0 * kind(int(a)) + 10000.0 * kind(vec2(a, b)) + kind(a > b) + x;
                  float x = b;
                  {
                    float x = 2.0 * b;
                    r += x;
                  }
                  for (int x = 0; x < 2; x++) { r += float(x); }
                  return r + x;
                }
                """,
                (a, b) -> a + 200 * a + 30000 * a + (a > b ? 4 : 5) + 7 + 2 * b + 1 + b);
    }

    /** Inside, both are copies: (t + 1) + (t + 10). In which order they are copied back is left open, and so is what t then is. */
    private static void alias(Trial trial) {
        String functions = """
                float both(inout float x, inout float y) {
                  x += 1.0;
                  y += 10.0;
                  return x + y;
                }
                float inside(float a) {
                  float t = a;
                  return both(t, t);
                }
                float after(float a) {
                  float t = a;
                  both(t, t);
                  return t;
                }
                """;
        float[] a = new float[64];
        for (int i = 0; i < a.length; i++) {
            a[i] = i - 32;
        }
        Lab lab = new Lab(trial);
        float[] inside = lab.evaluate("inside(a)", functions, Precision.HIGHP, a, a);
        float[] after = lab.evaluate("after(a)", functions, Precision.HIGHP, a, a);
        int last = 0;
        for (int i = 0; i < a.length; i++) {
            int at = i;
            trial.check(
                    inside[i] == 2 * a[i] + 11,
                    () -> "Two inout copies of " + a[at] + ", changed by 1 and by 10, add up to " + inside[at]
                            + " instead of " + (2 * a[at] + 11) + ".");
            trial.check(
                    after[i] == a[i] + 1 || after[i] == a[i] + 10,
                    () -> "A variable of " + a[at]
                            + ", passed by two inout parameters that are changed by 1 and by 10, is " + after[at]
                            + "; accepted are " + (a[at] + 1) + " and " + (a[at] + 10) + ".");
            last += after[i] == a[i] + 10 ? 1 : 0;
        }
        trial.measured("variables that get the last parameter", last, "of " + a.length);
    }
}
