package dev.texon.conformance;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureFormat;

/** What an adapter must have, as measured, for a case to make sense. */
public sealed interface Requirement {
    boolean holds(Capabilities capabilities);

    /** A noun phrase, for example {@code R32F LINEAR_FILTER}. */
    String describe();

    /** A feature of one format. */
    record OfFormat(TextureFormat format, FormatFeature feature) implements Requirement {
        @Override
        public boolean holds(Capabilities capabilities) {
            return capabilities.supports(format, feature);
        }

        @Override
        public String describe() {
            return format + " " + feature;
        }
    }

    /** A feature beyond single formats. */
    record OfFeature(Feature feature) implements Requirement {
        @Override
        public boolean holds(Capabilities capabilities) {
            return capabilities.supports(feature);
        }

        @Override
        public String describe() {
            return feature.name();
        }
    }

    /** So many outputs of one program. */
    record RenderTargets(int count) implements Requirement {
        @Override
        public boolean holds(Capabilities capabilities) {
            return capabilities.limits().renderTargets() >= count;
        }

        @Override
        public String describe() {
            return count + " render targets";
        }
    }

    /** Floats of 24 significant bits in the fragment stage. */
    record Highp() implements Requirement {
        @Override
        public boolean holds(Capabilities capabilities) {
            return capabilities.numerics().significantBits() >= 24;
        }

        @Override
        public String describe() {
            return "highp floats in the fragment stage";
        }
    }
}
