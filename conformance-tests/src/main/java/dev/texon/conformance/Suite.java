package dev.texon.conformance;

import dev.texon.gpu.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** Cases with distinct ids, group after group in the order in which the groups first appear. */
public final class Suite {
    private final Map<String, ConformanceCase> cases = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if an id is used twice */
    public Suite(List<ConformanceCase> all) {
        Map<String, List<ConformanceCase>> groups = new LinkedHashMap<>();
        all.forEach(one ->
                groups.computeIfAbsent(one.group(), name -> new ArrayList<>()).add(one));
        for (List<ConformanceCase> group : groups.values()) {
            for (ConformanceCase one : group) {
                if (cases.put(one.id(), one) != null) {
                    throw new IllegalArgumentException("Two cases have the id '" + one.id() + "'.");
                }
            }
        }
    }

    /** The cases of every {@link CaseGroup} on the class path. */
    public static Suite standard() {
        List<ConformanceCase> all = new ArrayList<>();
        ServiceLoader.load(CaseGroup.class, Suite.class.getClassLoader()).forEach(group -> all.addAll(group.cases()));
        return new Suite(all);
    }

    public List<ConformanceCase> cases() {
        return List.copyOf(cases.values());
    }

    /** Names of the groups, in order. */
    public List<String> groups() {
        return cases.values().stream().map(ConformanceCase::group).distinct().toList();
    }

    /**
     * The cases that at least one query selects, in the order of the suite.
     *
     * @param queries ids, subtrees such as {@code precision/*} or {@code precision/exp/*}, or {@code *}; none means all
     * @throws UsageException if a query selects nothing, or there are no cases at all
     */
    public List<ConformanceCase> select(List<String> queries) {
        if (cases.isEmpty()) {
            throw new UsageException("There are no conformance cases on the class path.");
        }
        if (queries.isEmpty()) {
            return cases();
        }
        Set<String> selected = new LinkedHashSet<>();
        for (String query : queries) {
            List<String> found =
                    cases.keySet().stream().filter(id -> matches(query, id)).toList();
            if (found.isEmpty()) {
                throw new UsageException("The query '" + query + "' selects no case; it is an id, a subtree such as '"
                        + groups().get(0) + "/*', or '*'. Groups: " + String.join(", ", groups()) + ".");
            }
            selected.addAll(found);
        }
        return cases.values().stream()
                .filter(one -> selected.contains(one.id()))
                .toList();
    }

    private static boolean matches(String query, String id) {
        if (query.equals("*")) {
            return true;
        }
        return query.endsWith("/*") ? id.startsWith(query.substring(0, query.length() - 1)) : id.equals(query);
    }
}
