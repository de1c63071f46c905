package org.paisaje.data.format.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A table as text: each field in quotes, commas between them, a line for each row whatever the fields hold. */
final class ParquetText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean started;

    void field(String value) {
        if (started) {
            out.write(',');
        }
        started = true;
        out.write('"');
        boolean plain = true;
        for (int i = 0; i < value.length() && plain; i++) {
            char c = value.charAt(i);
            plain = c >= ' ' && c < 0x7F && c != '"';
        }
        String text = plain ? value : value.replaceAll("\\p{Cntrl}", " ").replace("\"", "\"\"");
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('"');
    }

    void endRow() {
        out.write('\n');
        started = false;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
