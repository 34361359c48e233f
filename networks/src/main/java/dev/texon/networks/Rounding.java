package dev.texon.networks;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.texon.gpu.HalfFloat;

/** What is done to every parameter and activation before it is stored. For experiments about precision; training wants NONE. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Rounding.None.class, name = "none"),
    @JsonSubTypes.Type(value = Rounding.Bits.class, name = "bits"),
    @JsonSubTypes.Type(value = Rounding.Fixed.class, name = "fixed")
})
public sealed interface Rounding {
    Rounding NONE = new None();

    /** Nothing beyond what the storage itself does. */
    record None() implements Rounding {}

    /**
     * Rounded to so many significant bits, to nearest, ties to even, with the range of a 32-bit float.
     *
     * @param bits 2 to 24
     */
    record Bits(int bits) implements Rounding {
        public Bits {
            if (bits < 2 || bits > 24) {
                throw new IllegalArgumentException("Values are rounded to " + bits + " bits; take 2 to 24.");
            }
        }
    }

    /**
     * Rounded to 255 steps in [−range, range], as a byte of an RGBA8 texture stores it; what is beyond is clamped.
     *
     * @param range largest value
     */
    record Fixed(float range) implements Rounding {
        public Fixed {
            if (!(range > 0f && range <= HalfFloat.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "The range of fixed-point values is " + range + "; it is above 0, at most 65504.");
            }
        }
    }
}
