package dev.texon.conformance.cases;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one or two variables.
 *
 * @param high inputs in highp
 * @param medium inputs in mediump, whose results stay within 2⁻¹⁴ and 2¹⁴
 * @param limit the accepted error in words, for the report
 */
record PrecisionFunction(
        String name,
        String expression,
        String rule,
        Draw high,
        Draw medium,
        DoubleBinaryOperator exact,
        Accepted accepted,
        String limit) {
    /** What a specification accepts, given the inputs. */
    interface Accepted {
        Interval of(double a, double b, Unit unit);
    }

    /** Random inputs. */
    interface Draw {
        float next(Lab lab);
    }

    /** Given the variable and the exact result. */
    interface AcceptedOfResult {
        Interval of(double x, double exact, Unit unit);
    }

    /** The function of the language by this name, of a alone. */
    static PrecisionFunction unary(
            String name,
            String rule,
            Draw high,
            Draw medium,
            DoubleUnaryOperator exact,
            AcceptedOfResult accepted,
            String limit) {
        return new PrecisionFunction(
                name,
                name + "(a)",
                rule,
                high,
                medium,
                (a, b) -> exact.applyAsDouble(a),
                (a, b, unit) -> accepted.of(a, exact.applyAsDouble(a), unit),
                limit);
    }

    /** A function of which only the exact result is accepted. */
    static PrecisionFunction exact(String name, String expression, Draw high, Draw medium, DoubleBinaryOperator exact) {
        return new PrecisionFunction(
                name,
                expression,
                "PRE-11",
                high,
                medium,
                exact,
                (a, b, unit) -> Interval.rounded(exact.applyAsDouble(a, b)),
                "the exact result");
    }
}
