/**
 * Proof that the suite can be trusted: drivers that are wrong in one way each must be caught by name. Start with
 * {@link dev.texon.conformance.saboteurs.SaboteursTest}; a {@link dev.texon.conformance.saboteurs.Saboteur} is one of them.
 */
@NullMarked
package dev.texon.conformance.saboteurs;

import org.jspecify.annotations.NullMarked;
