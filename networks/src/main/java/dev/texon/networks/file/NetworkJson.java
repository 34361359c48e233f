package dev.texon.networks.file;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Networks and what belongs to them as JSON: the records as they are, constants as {@code lower-case-words}. Strict when read: nothing
 * unknown, nothing missing or null but what is {@code @Nullable}, nothing twice, no text where a number belongs.
 */
final class NetworkJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enumNamingStrategy(EnumNamingStrategies.KebabCaseStrategy.INSTANCE)
            // A shape's isFlat is no part of it.
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .annotationIntrospector(new NullableIntrospector())
            .addModule(new SimpleModule()
                    .addSerializer(Network.class, new NetworkGraph.Writer())
                    .addDeserializer(Network.class, new NetworkGraph.Reader())
                    .addSerializer(Activation.class, new ActivationWriter())
                    .addDeserializer(Activation.class, new ActivationReader()))
            .build();

    private NetworkJson() {}

    /** What is wrong, and where: {@code "layer 2, units: it is not a whole number"}. */
    static String problem(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            return syntax(e);
        }
        String place = place(mapping.getPath());
        return (place.isEmpty() ? "" : place + ": ") + reason(mapping);
    }

    /** Without what only a programmer can follow: options of the parser, and where something else began. */
    private static String syntax(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return (place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ")
                + e.getOriginalMessage().replaceFirst("(?s)(: enable | \\(start marker).*", "");
    }

    private static String place(List<JsonMappingException.Reference> path) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < path.size(); i++) {
            String field = path.get(i).getFieldName();
            boolean more = i + 1 < path.size() && path.get(i + 1).getFieldName() == null;
            if (more && field != null) {
                // Elements of a list are counted, as messages count layers.
                text.append(text.isEmpty() ? "" : ", ")
                        .append((field.equals("layers") || field.equals("nodes")) ? "layer" : field)
                        .append(' ')
                        .append(path.get(i + 1).getIndex() + 1);
            } else if (field != null) {
                text.append(text.isEmpty() ? "" : ", ").append(Quoted.value(field));
            }
        }
        return text.toString();
    }

    private static String reason(JsonMappingException e) {
        if (e instanceof ValueInstantiationException) {
            Throwable cause = e.getCause();
            String message = cause == null ? null : cause.getMessage();
            return message == null ? e.getOriginalMessage() : message;
        } else if (e.getCause() instanceof StreamReadException cause) {
            return syntax(cause);
        } else if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "it is not known; " + (known.isEmpty() ? "there is nothing to set" : "known are " + known);
        } else if (e instanceof InvalidTypeIdException type) {
            String known = Arrays.stream(type.getBaseType()
                            .getRawClass()
                            .getAnnotation(JsonSubTypes.class)
                            .value())
                    .map(JsonSubTypes.Type::name)
                    .collect(Collectors.joining(", "));
            return (type.getTypeId() == null
                            ? "its type is missing"
                            : "its type is '" + Quoted.value(type.getTypeId()) + "'")
                    + "; known are " + known;
        } else if (e instanceof InvalidNullException) {
            return "it is null";
        } else if (e instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        return e.getOriginalMessage();
    }

    private static String mismatch(MismatchedInputException e) {
        String message = e.getOriginalMessage();
        if (message.startsWith("Missing required creator property")) {
            return "it is missing";
        } else if (message.startsWith("Trailing token")) {
            return "something follows its end";
        }
        Class<?> type = e.getTargetType();
        if (type == null) {
            return message;
        }
        String found = e instanceof InvalidFormatException format
                ? "it is '" + Quoted.value(String.valueOf(format.getValue())) + "'"
                : "it is none";
        if (type.isEnum()) {
            String constants = Arrays.stream(type.getEnumConstants())
                    .map(constant -> name((Enum<?>) constant))
                    .collect(Collectors.joining(", "));
            return found + "; known are " + constants;
        }
        return "it is not " + kind(type);
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class) {
            return "a whole number" + (type == long.class ? "" : " of 32 bits");
        } else if (type == float.class || type == double.class) {
            return "a number";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == String.class) {
            return "a text";
        } else if (type == byte[].class) {
            return "a text in Base64";
        }
        return List.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is marked {@code @Nullable} may be missing, and nothing else. */
    private static final class NullableIntrospector extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            return isNullable(member) ? Boolean.FALSE : Boolean.TRUE;
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            return JsonSetter.Value.construct(isNullable(annotated) ? Nulls.SET : Nulls.FAIL, Nulls.FAIL);
        }

        private static boolean isNullable(Annotated annotated) {
            return annotated instanceof AnnotatedParameter parameter
                    && parameter.getOwner() instanceof AnnotatedConstructor constructor
                    && constructor
                            .getAnnotated()
                            .getAnnotatedParameterTypes()[parameter.getIndex()]
                            .isAnnotationPresent(Nullable.class);
        }
    }

    /** {@code "relu"}, and {@code {"kind": "leaky-relu", "parameter": 0.01}} where there is a parameter. */
    private static final class ActivationWriter extends JsonSerializer<Activation> {
        @Override
        public void serialize(Activation activation, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            if (activation.parameter() == 0f) {
                out.writeString(name(activation.kind()));
            } else {
                out.writeStartObject();
                out.writeStringField("kind", name(activation.kind()));
                out.writeNumberField("parameter", activation.parameter());
                out.writeEndObject();
            }
        }
    }

    private record WithParameter(String kind, float parameter) {}

    private static final class ActivationReader extends JsonDeserializer<Activation> {
        @Override
        public Activation deserialize(JsonParser in, DeserializationContext context) throws IOException {
            WithParameter activation = in.hasToken(JsonToken.VALUE_STRING)
                    ? new WithParameter(in.getText(), 0f)
                    : context.readValue(in, WithParameter.class);
            for (Activation.Kind kind : Activation.Kind.values()) {
                if (kind.name().equalsIgnoreCase(activation.kind().replace('-', '_'))) {
                    try {
                        return new Activation(kind, activation.parameter());
                    } catch (IllegalArgumentException e) {
                        throw ValueInstantiationException.from(in, "", context.constructType(Activation.class), e);
                    }
                }
            }
            throw context.weirdStringException(activation.kind(), Activation.Kind.class, "");
        }
    }
}
