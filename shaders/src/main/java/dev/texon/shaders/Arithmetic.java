package dev.texon.shaders;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arithmetic of integers as in C, but a quotient is rounded down and a remainder has the sign of the divisor. True is 1, and what is not 0
 * is true.
 */
final class Arithmetic {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\d+|[A-Za-z_][A-Za-z0-9_]*|\\|\\||&&|==|!=|<=|>=|[-+*/%<>!()])\\s*");

    /** Operators of two numbers, those that bind least first. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("==", "!="),
            List.of("<", "<=", ">", ">="),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private final ToIntFunction<String> names;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    /**
     * @param names the value of a name; throws if it has none
     * @throws IllegalArgumentException if there is something that no expression has
     */
    Arithmetic(String expression, ToIntFunction<String> names) {
        this.names = names;
        Matcher matcher = TOKEN.matcher(expression);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            end = matcher.end();
            matcher.region(end, expression.length());
        }
        if (end < expression.length()) {
            throw new IllegalArgumentException("'" + expression.substring(end).strip() + "' is not understood");
        }
    }

    /** @throws IllegalArgumentException if the expression is malformed */
    int value() {
        int value = binary(0);
        if (at < tokens.size()) {
            throw new IllegalArgumentException("'" + tokens.get(at) + "' is too much");
        }
        return value;
    }

    /** The next token; empty at the end. */
    private String token() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private int binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        int left = binary(level + 1);
        while (LEVELS.get(level).contains(token())) {
            String operator = token();
            at++;
            left = apply(operator, left, binary(level + 1));
        }
        return left;
    }

    private int unary() {
        String first = token();
        if (first.isEmpty()) {
            throw new IllegalArgumentException("a number is missing at its end");
        }
        at++;
        return switch (first) {
            case "-" -> Math.negateExact(unary());
            case "!" -> unary() == 0 ? 1 : 0;
            case "(" -> {
                int inside = binary(0);
                if (!token().equals(")")) {
                    throw new IllegalArgumentException("a ')' is missing");
                }
                at++;
                yield inside;
            }
            default -> operand(first);
        };
    }

    private int operand(String word) {
        if (Character.isDigit(word.charAt(0))) {
            return Integer.parseInt(word);
        }
        if (!Character.isLetter(word.charAt(0)) && word.charAt(0) != '_') {
            throw new IllegalArgumentException("'" + word + "' stands where a number belongs");
        }
        return names.applyAsInt(word);
    }

    private static int apply(String operator, int a, int b) {
        return switch (operator) {
            case "||" -> a != 0 || b != 0 ? 1 : 0;
            case "&&" -> a != 0 && b != 0 ? 1 : 0;
            case "==" -> a == b ? 1 : 0;
            case "!=" -> a != b ? 1 : 0;
            case "<" -> a < b ? 1 : 0;
            case "<=" -> a <= b ? 1 : 0;
            case ">" -> a > b ? 1 : 0;
            case ">=" -> a >= b ? 1 : 0;
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "/" -> Math.floorDiv(a, b);
            case "%" -> Math.floorMod(a, b);
            default -> throw new AssertionError(operator);
        };
    }
}
