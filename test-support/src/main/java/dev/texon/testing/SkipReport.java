package dev.texon.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints a line for each test that was skipped, with its names and the reason, since Maven only counts them. JUnit finds it by
 * its service file.
 */
public final class SkipReport implements TestExecutionListener {
    private @Nullable TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        print(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            print(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason is given"));
        }
    }

    private void print(TestIdentifier test, @Nullable String reason) {
        System.out.println(
                "SKIPPED " + path(test) + ": " + String.valueOf(reason).strip().replaceAll("\\s*\\R\\s*", "; "));
    }

    /** Names from the class on, since that of a test alone, such as {@code [1] INT}, says little. */
    private String path(TestIdentifier test) {
        Deque<String> names = new ArrayDeque<>();
        TestIdentifier one = test;
        while (one != null && one.getParentId().isPresent()) {
            names.addFirst(one.getDisplayName());
            one = plan == null ? null : plan.getParent(one).orElse(null);
        }
        return String.join(" > ", names);
    }
}
