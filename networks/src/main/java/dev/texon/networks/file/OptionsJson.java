package dev.texon.networks.file;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.texon.networks.ClassWeights;
import dev.texon.networks.Loss;
import dev.texon.networks.NumericExperiment;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.Rounding;
import dev.texon.networks.Schedule;
import dev.texon.networks.Storage;
import dev.texon.networks.TrainingOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@link TrainingOptions} as they stand in the description of a network file. */
record OptionsJson(
        Loss loss,
        Optimizer optimizer,
        Schedule schedule,
        RegularizationJson regularization,
        float clipNorm,
        int batch,
        long seed,
        @Nullable Storage storage,
        boolean numericCheck,
        Rounding rounding,
        boolean naive,
        @Nullable ClassWeights classWeights) {

    /**
     * @param decay the factor of each step
     * @param weightDecay null for none, as it was before there was one
     */
    private record RegularizationJson(
            float decay, float l1, float limit, @Nullable Double weightDecay) {
        static RegularizationJson of(Regularization own) {
            return new RegularizationJson(
                    own.factor(), own.l1(), own.limit(), own.weightDecay() == 0 ? null : own.weightDecay());
        }

        Regularization regularization() {
            return new Regularization(weightDecay == null ? 0 : weightDecay, l1, limit, decay);
        }
    }

    private static OptionsJson of(TrainingOptions options) {
        return new OptionsJson(
                options.loss(),
                options.optimizer(),
                options.schedule(),
                RegularizationJson.of(options.regularization()),
                options.clipNorm(),
                options.batch(),
                options.seed(),
                options.storage(),
                options.numericCheck(),
                options.experiment().rounding(),
                options.experiment().naive(),
                options.classWeights());
    }

    private TrainingOptions options() {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                regularization.regularization(),
                clipNorm,
                batch,
                seed,
                storage,
                numericCheck,
                classWeights,
                new NumericExperiment(rounding, naive));
    }

    static final class Writer extends JsonSerializer<TrainingOptions> {
        @Override
        public void serialize(TrainingOptions options, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            provider.defaultSerializeValue(of(options), out);
        }
    }

    static final class Reader extends JsonDeserializer<TrainingOptions> {
        @Override
        public TrainingOptions deserialize(JsonParser in, DeserializationContext context) throws IOException {
            OptionsJson json = context.readValue(in, OptionsJson.class);
            try {
                return json.options();
            } catch (IllegalArgumentException e) {
                throw ValueInstantiationException.from(in, "", context.constructType(TrainingOptions.class), e);
            }
        }
    }
}
