package org.paisaje.data.format.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.paisaje.data.format.DataFormatException;

/** Tables whose fields are set apart by runs of blanks: each run becomes one tab, blanks around a line are left out. */
final class CsvBlanks {
    /** What stands between fields afterwards. */
    static final char SEPARATOR = '\t';

    private CsvBlanks() {}

    static String collapse(String text) {
        var out = new StringBuilder(text.length());
        boolean quoted = false;
        boolean pending = false;
        boolean start = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (!quoted && (c == ' ' || c == '\t')) {
                pending = !start;
                continue;
            }
            if (!quoted && (c == '\n' || c == '\r')) {
                pending = false;
                start = true;
                out.append(c);
                continue;
            }
            if (pending) {
                out.append(SEPARATOR);
                pending = false;
            }
            start = false;
            out.append(c);
        }
        return out.toString();
    }

    static CsvText collapse(Path path, CsvText text) throws IOException {
        if (text.size() > Runtime.getRuntime().maxMemory() / 6 || text.size() > Integer.MAX_VALUE / 2) {
            throw new DataFormatException(path.toString(), "",
                    "its fields are separated by runs of blanks, which is read up to a sixth of the memory of the JVM; "
                            + "separate them by commas");
        }
        try (InputStream in = text.stream()) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.close();
            return CsvText.of(collapse(all.startsWith("\uFEFF") ? all.substring(1) : all)
                    .getBytes(StandardCharsets.UTF_8));
        }
    }
}
