/**
 * The cases of the suite, one class a group. Start with {@link dev.texon.conformance.cases.Lab}, with which they compute on an adapter,
 * and {@link dev.texon.conformance.cases.Interval}, which says what results they accept.
 */
@NullMarked
package dev.texon.conformance.cases;

import org.jspecify.annotations.NullMarked;
