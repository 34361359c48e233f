package dev.texon.networks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.BitSet;
import java.util.Random;

/** Which inputs each unit of a dense layer sees. Held on the GPU in a texture like the weights; an absent weight is and stays 0. */
public final class Connectivity {
    private final int units;
    private final int inputs;
    private final BitSet present;

    private Connectivity(int units, int inputs, BitSet present) {
        this.units = units;
        this.inputs = inputs;
        this.present = present;
    }

    /**
     * @param present a row for each unit, an element for each input
     * @throws IllegalArgumentException if there are no rows, or they differ in length
     */
    public static Connectivity of(boolean[][] present) {
        if (present.length == 0 || present[0].length == 0) {
            throw new IllegalArgumentException("A connectivity has no units or no inputs; give it at least one.");
        }
        int inputs = present[0].length;
        BitSet bits = new BitSet(present.length * inputs);
        for (int unit = 0; unit < present.length; unit++) {
            if (present[unit].length != inputs) {
                throw new IllegalArgumentException("Unit " + unit + " of a connectivity has " + present[unit].length
                        + " inputs, and unit 0 has " + inputs + "; give all the same.");
            }
            for (int input = 0; input < inputs; input++) {
                bits.set(unit * inputs + input, present[unit][input]);
            }
        }
        return new Connectivity(present.length, inputs, bits);
    }

    /**
     * Each connection is there with the same probability.
     *
     * @param density probability, above 0, up to 1
     * @param seed of {@link Random}, so that all machines make the same
     */
    public static Connectivity random(int units, int inputs, double density, long seed) {
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException(
                    "The density of a connectivity is " + density + "; it is above 0 and at most 1.");
        }
        Random random = new Random(seed);
        BitSet bits = new BitSet(units * inputs);
        for (int i = 0; i < units * inputs; i++) {
            bits.set(i, random.nextDouble() < density);
        }
        return new Connectivity(units, inputs, bits);
    }

    @JsonCreator
    static Connectivity ofBits(
            @JsonProperty("units") int units, @JsonProperty("inputs") int inputs, @JsonProperty("bits") byte[] bits) {
        BitSet present = BitSet.valueOf(bits);
        if (units < 1 || inputs < 1 || present.length() > (long) units * inputs) {
            throw new IllegalArgumentException("A connectivity of " + units + " units and " + inputs + " inputs has "
                    + present.length() + " bits; it has at most one for each pair.");
        }
        return new Connectivity(units, inputs, present);
    }

    @JsonProperty("units")
    public int units() {
        return units;
    }

    @JsonProperty("inputs")
    public int inputs() {
        return inputs;
    }

    /** Whether the unit sees the input. */
    public boolean connects(int unit, int input) {
        return present.get(unit * inputs + input);
    }

    @JsonProperty("bits")
    byte[] bits() {
        return present.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Connectivity that
                && units == that.units
                && inputs == that.inputs
                && present.equals(that.present);
    }

    @Override
    public int hashCode() {
        return present.hashCode() * 31 + units;
    }

    @Override
    public String toString() {
        return present.cardinality() + " of " + (long) units * inputs + " connections";
    }
}
