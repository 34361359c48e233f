package dev.texon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/contract.md and the cases know each other. */
class ContractTest {
    private static final Pattern RULE = Pattern.compile("(?m)^\\| ([A-Z]+-[0-9]+) \\|");

    @Test
    void everyRuleIsCitedAndEveryCaseCitesARule() throws IOException {
        Set<String> rules = new TreeSet<>();
        Matcher matcher = RULE.matcher(Files.readString(Path.of("../docs/contract.md")));
        while (matcher.find()) {
            assertTrue(rules.add(matcher.group(1)), "The contract has rule " + matcher.group(1) + " twice.");
        }
        Set<String> cited = Suite.standard().cases().stream()
                .filter(one -> !one.group().equals("fake"))
                .map(ConformanceCase::rule)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, cited);
    }
}
