package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.gpu.Feature;
import java.util.List;

/** Branches, loops, returns, and what is evaluated at all. Neighbouring fragments take different ways. */
public final class ControlFlowCases implements CaseGroup {
    private static final String BRANCHES = "branches of neighbouring fragments that are merged";
    private static final String ONCE = "operands that are evaluated though they must not be, or twice";

    @Override
    public List<ConformanceCase> cases() {
        return List.of(
                ifElse().inEveryDialect(),
                breakContinue().inEveryDialect(),
                nested().inEveryDialect(),
                counting().inEveryDialect(),
                earlyReturn().inEveryDialect(),
                whole().where(new Requirement.OfFeature(Feature.FLOAT_BITS)),
                shortCircuit().inEveryDialect(),
                conditional().inEveryDialect(),
                sequence().inEveryDialect());
    }

    private static WholeKernel ifElse() {
        return new WholeKernel(
                "language/if",
                "LNG-1",
                "Chains of if and else, with and without braces, take the one right arm.",
                BRANCHES,
                """
                float f(float a, float b) {
                  float r = 5.0;
                  if (a < -4.0) {
                    r = 1.0;
                  } else if (a < 0.0) {
                    if (b > 5.0) r = 2.0; else r += 3.0;
                  } else if (a == 0.0) {
                    r *= b;
                  }
                  if (b > a) r += 100.0;
                  else if (b == a) r += 200.0;
                  else if (b == a - 1.0 || b == a - 2.0) r -= 300.0;
                  return r;
                }
                """,
                (a, b) -> {
                    int r = a < -4 ? 1 : a < 0 ? (b > 5 ? 2 : 8) : a == 0 ? 5 * b : 5;
                    return r + (b > a ? 100 : b == a ? 200 : a - b <= 2 ? -300 : 0);
                });
    }

    private static WholeKernel breakContinue() {
        return new WholeKernel(
                "language/loop/break-continue",
                "LNG-1",
                "break leaves a loop and continue goes on with its next turn, each fragment at a turn of its own.",
                BRANCHES,
                """
                float f(float a, float b) {
                  float sum = 0.0;
                  float phase = 0.0;
                  for (int i = 0; i < 16; i++) {
                    if (float(i) > a + 8.0) break;
                    phase += 1.0;
                    if (phase == 3.0) {
                      phase = 0.0;
                      continue;
                    }
                    sum += float(i) * b + 1.0;
                  }
                  return sum * 10.0 + phase;
                }
                """,
                (a, b) -> {
                    int sum = 0;
                    int turns = Math.min(16, a + 9);
                    for (int i = 0; i < turns; i++) {
                        sum += i % 3 == 2 ? 0 : i * b + 1;
                    }
                    return 10 * sum + turns % 3;
                });
    }

    private static WholeKernel nested() {
        return new WholeKernel(
                "language/loop/nested",
                "LNG-1",
                "break and continue of an inner loop leave the outer one alone.",
                BRANCHES,
                """
                float f(float a, float b) {
                  float sum = 0.0;
                  for (int i = 0; i < 5; i++) {
                    for (int j = 0; j < 5; j++) {
                      if (float(j) > b) break;
                      if (float(i + j) == a) continue;
                      for (int k = 0; k < 3; k++) {
                        if (k > j) break;
                        sum += 1.0;
                      }
                      sum += 10.0;
                    }
                    if (float(i) == a) continue;
                    sum += 1000.0;
                  }
                  return sum;
                }
                """,
                (a, b) -> {
                    int sum = 0;
                    for (int i = 0; i < 5; i++) {
                        for (int j = 0; j < 5 && j <= b; j++) {
                            sum += i + j == a ? 0 : Math.min(j + 1, 3) + 10;
                        }
                        sum += i == a ? 0 : 1000;
                    }
                    return sum;
                });
    }

    private static WholeKernel counting() {
        return new WholeKernel(
                "language/loop/counting",
                "LNG-1",
                "Loops that count down, in steps, in floats, once, or not at all turn as often as they say.",
                "loops that are unrolled",
                """
                float f(float a, float b) {
                  float r = a;
                  for (int i = 6; i > 0; i--) { r = r * 2.0 + float(i) * b; }
                  for (int i = 0; i <= 9; i += 3) { r += float(i); }
                  for (float x = -1.0; x < 2.0; x += 0.5) { r += 1.0 + 2.0 * x; }
                  for (int i = 0; i < 0; i++) { r = 0.0; }
                  for (int i = 7; i == 7; i++) { r += 7.0; }
                  return r;
                }
                """,
                (a, b) -> {
                    int r = a;
                    for (int i = 6; i > 0; i--) {
                        r = 2 * r + i * b;
                    }
                    // 0 + 3 + 6 + 9; then 1 + 2x for x = −1, −½ … 1½; then one turn.
                    return r + 18 + (-1 + 0 + 1 + 2 + 3 + 4) + 7;
                });
    }

    private static WholeKernel earlyReturn() {
        return new WholeKernel(
                "language/return",
                "LNG-1",
                "return leaves a function from inside its loops, and the caller goes on.",
                "fragments that have returned and compute on",
                """
                float first(float a, float b) {
                  if (a == 3.0) { return -1.0; }
                  for (int i = 0; i < 6; i++) {
                    for (int j = 0; j < 6; j++) {
                      if (float(i * j) > a + b) { return float(10 * i + j); }
                    }
                    if (float(i) > b + 2.0) return 100.0;
                  }
                  return 200.0;
                }
                float f(float a, float b) {
                  float r = 0.0;
                  for (int i = 0; i < 3; i++) { r = r * 250.0 + first(a + float(i), b); }
                  return r;
                }
                """,
                (a, b) -> {
                    int r = 0;
                    for (int i = 0; i < 3; i++) {
                        r = r * 250 + first(a + i, b);
                    }
                    return r;
                });
    }

    private static int first(int a, int b) {
        if (a == 3) {
            return -1;
        }
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                if (i * j > a + b) {
                    return 10 * i + j;
                }
            }
            if (i > b + 2) {
                return 100;
            }
        }
        return 200;
    }

    /** What GLSL ES 1.00, appendix A, leaves out. */
    private static WholeKernel whole() {
        return new WholeKernel(
                "language/loop/while",
                "LNG-1",
                "while, do, switch, and loops whose ends are computed do what they say.",
                "cases of a switch that fall through",
                """
                float f(float a, float b) {
                  int n = int(b);
                  float sum = 0.0;
                  while (n > 0) {
                    n -= 2;
                    sum += 1.0;
                  }
                  do {
                    n += 3;
                    sum += 10.0;
                  } while (n < int(a));
                  for (int i = int(a); i < int(b); i++) { sum += 100.0; }
                  switch (int(b)) {
                    case 1: sum += 1000.0; break;
                    case 2: sum += 2000.0;
                    case 3: sum += 3000.0; break;
                    default: sum += 4000.0;
                  }
                  return sum;
                }
                """,
                (a, b) -> {
                    int sum = 0;
                    int n = b;
                    while (n > 0) {
                        n -= 2;
                        sum += 1;
                    }
                    do {
                        n += 3;
                        sum += 10;
                    } while (n < a);
                    sum += 100 * Math.max(0, b - a);
                    return sum + (b == 1 ? 1000 : b == 2 ? 5000 : b == 3 ? 3000 : 4000);
                });
    }

    private static WholeKernel shortCircuit() {
        return new WholeKernel(
                "language/short-circuit",
                "LNG-6",
                "&& and || evaluate their right side only where the left one does not decide, and ^^ always.",
                ONCE,
                """
                float calls;
                bool told(bool answer, float weight) {
                  calls += weight;
                  return answer;
                }
                float f(float a, float b) {
                  calls = 0.0;
                  bool p = a > 0.0;
                  bool q = b > 4.0;
                  float r = 0.0;
                  if (told(p, 1.0) && told(q, 10.0)) r += 1.0;
                  if (told(p, 100.0) || told(q, 1000.0)) r += 2.0;
                  if (told(p, 10000.0) ^^ told(q, 20000.0)) r += 4.0;
                  if (p && q && told(a > b, 100000.0) || !p && told(q, 200000.0)) r += 8.0;
                  return calls * 16.0 + r;
                }
                """,
                (a, b) -> {
                    boolean p = a > 0;
                    boolean q = b > 4;
                    int calls = 1 + (p ? 10 : 0) + 100 + (p ? 0 : 1000) + 30000;
                    calls += p && q ? 100000 : 0;
                    calls += p ? 0 : 200000;
                    boolean last = p ? q && a > b : q;
                    return 16 * calls + (p && q ? 1 : 0) + (p || q ? 2 : 0) + (p ^ q ? 4 : 0) + (last ? 8 : 0);
                });
    }

    private static WholeKernel conditional() {
        return new WholeKernel(
                "language/conditional",
                "LNG-6",
                "?: evaluates its condition, and then one of its two arms only.",
                ONCE,
                """
                float calls;
                float told(float answer, float weight) {
                  calls += weight;
                  return answer;
                }
                float f(float a, float b) {
                  calls = 0.0;
                  float r = told(a, 1.0) < 0.0 ? told(b, 10.0) : told(7.0, 100.0);
                  r += b > 5.0 ? a > 2.0 ? told(1.0, 1000.0) : told(2.0, 2000.0) : told(3.0, 3000.0);
                  return calls * 100.0 + r;
                }
                """,
                (a, b) -> {
                    int calls = 1 + (a < 0 ? 10 : 100) + (b > 5 ? a > 2 ? 1000 : 2000 : 3000);
                    return 100 * calls + (a < 0 ? b : 7) + (b > 5 ? a > 2 ? 1 : 2 : 3);
                });
    }

    private static WholeKernel sequence() {
        return new WholeKernel(
                "language/sequence",
                "LNG-6",
                "Sequences go from left to right, assignments from right to left; ++ and -- give the value before or after.",
                ONCE,
                """
                float f(float a, float b) {
                  float x = a;
                  float y = (x += b, x * 2.0);
                  float p = x++;
                  float q = ++x;
                  float r = y--;
                  float s = --y;
                  float t = x = y = b;
                  t += x *= 2.0;
                  return p + 20.0 * q + 400.0 * r + 8000.0 * s + t + x + y;
                }
                """,
                (a, b) -> {
                    int x = a + b;
                    int y = 2 * x;
                    // t is b, and then 2b more, as x is; y stays b.
                    return x + 20 * (x + 2) + 400 * y + 8000 * (y - 2) + 3 * b + 2 * b + b;
                });
    }
}
