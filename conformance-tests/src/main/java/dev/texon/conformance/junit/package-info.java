/**
 * The suite as tests of JUnit. Nothing else of the suite needs JUnit, which is an optional dependency: a project that extends {@link
 * dev.texon.conformance.junit.ConformanceTest} brings its own.
 */
@NullMarked
package dev.texon.conformance.junit;

import org.jspecify.annotations.NullMarked;
