package dev.texon.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts whose lines are mostly those of others: each is runs of lines of one table. */
final class Lines {
    private static final Pattern COMMENTS = Pattern.compile("//.*");

    private final List<String> table = new ArrayList<>();
    private final Map<String, List<Integer>> places = new HashMap<>();

    /** Adds the runs of a text of GLSL, without its comments: the first line and how many, in turn. */
    void put(String text, ArrayNode runs) {
        String[] lines = COMMENTS.matcher(text).replaceAll("").strip().split("\\s*\n\\s*");
        for (int at = 0; at < lines.length; ) {
            int first = table.size();
            int count = 0;
            for (int place : places.getOrDefault(lines[at], List.of())) {
                int same = same(lines, at, place);
                if (same > count) {
                    first = place;
                    count = same;
                }
            }
            if (count == 0) {
                while (at + count < lines.length && !places.containsKey(lines[at + count])) {
                    String line = lines[at + count];
                    places.computeIfAbsent(line, any -> new ArrayList<>()).add(table.size());
                    table.add(line);
                    count++;
                }
            }
            runs.add(first).add(count);
            at += count;
        }
    }

    private int same(String[] lines, int at, int place) {
        int count = 0;
        while (at + count < lines.length
                && place + count < table.size()
                && lines[at + count].equals(table.get(place + count))) {
            count++;
        }
        return count;
    }

    void putTable(ArrayNode lines) {
        table.forEach(lines::add);
    }
}
