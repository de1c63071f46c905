package org.paisaje.report.svg;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Builds elements of markup with escaped text and short coordinates. */
public final class Markup {
    private final StringBuilder text = new StringBuilder();

    /** Escapes a text for an element or a quoted attribute. */
    public static String escape(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A coordinate with at most two decimals. */
    static String px(double value) {
        return new BigDecimal(value)
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Opens an element; attributes are name, value pairs whose values may be numbers. */
    Markup open(String name, Object... attributes) {
        tag(name, attributes);
        text.append('>');
        return this;
    }

    /** Writes an element without content. */
    Markup empty(String name, Object... attributes) {
        tag(name, attributes);
        text.append("/>");
        return this;
    }

    Markup close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    Markup text(String raw) {
        text.append(escape(raw));
        return this;
    }

    /** Words with the signs of formulas in them. */
    Markup words(String raw) {
        text.append(MathText.svg(raw));
        return this;
    }

    Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    private void tag(String name, Object... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(value instanceof Double d ? px(d) : escape(value.toString()))
                    .append('"');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
