package dev.texon.conformance;

import java.util.List;

/**
 * Cases that belong together. Found by {@link java.util.ServiceLoader}, so that a module on the class path adds its own. Making
 * the list must not touch a GPU.
 */
public interface CaseGroup {
    List<ConformanceCase> cases();
}
