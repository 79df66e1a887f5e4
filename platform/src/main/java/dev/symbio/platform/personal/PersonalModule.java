package dev.symbio.platform.personal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.symbio.platform.entity.TenantId;
import java.io.IOException;

/**
 * Lets JSON be written and read with sealed texts and stored names, where the writer or reader asks for it by its
 * attribute. Everywhere else the marks have no effect.
 */
public final class PersonalModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new Introspector());
    }

    private static final class Introspector extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Object findSerializer(Annotated marked) {
            Personal personal = marked.getAnnotation(Personal.class);
            if (personal != null) {
                return new SealedText(personal.of());
            }
            Subject subject = marked.getAnnotation(Subject.class);
            return subject == null ? null : new StoredName(subject);
        }

        @Override
        public Object findDeserializer(Annotated marked) {
            return marked.hasAnnotation(Subject.class) ? new KnownName() : null;
        }
    }

    private static final class SealedText extends StdScalarSerializer<String> {
        private static final long serialVersionUID = 1L;

        private final String of;

        private SealedText(String of) {
            super(String.class);
            this.of = of;
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(
                    provider.getAttribute(Sealing.ATTRIBUTE) instanceof Sealing sealing
                            ? sealing.text(text, of.isEmpty() ? null : (String) Components.of(json.currentValue(), of))
                            : text);
        }
    }

    private static final class StoredName extends StdScalarSerializer<String> {
        private static final long serialVersionUID = 1L;

        private final String in;
        private final boolean ofActor;

        private StoredName(Subject mark) {
            super(String.class);
            this.in = mark.in();
            this.ofActor = mark.ofActor();
        }

        @Override
        public void serialize(String subject, JsonGenerator json, SerializerProvider provider) throws IOException {
            NameStyle names = (NameStyle) provider.getAttribute(Sealing.ATTRIBUTE);
            if (names == null) {
                json.writeString(subject);
            } else if (ofActor) {
                json.writeString(names.nameOfColleague(subject));
            } else {
                TenantId tenant = in.isEmpty() ? null : (TenantId) Components.of(json.currentValue(), in);
                json.writeString(names.name(subject, tenant));
            }
        }
    }

    private static final class KnownName extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        private KnownName() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String stored = StringDeserializer.instance.deserialize(parser, context);
            Naming naming = (Naming) context.getAttribute(Naming.ATTRIBUTE);
            return naming == null || stored == null ? stored : naming.name(stored);
        }
    }
}
