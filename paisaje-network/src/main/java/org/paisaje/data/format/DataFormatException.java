package org.paisaje.data.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that cannot be read as what it should be. The message is one line: file, place, reason. */
public final class DataFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String place;
    private final String reason;

    /**
     * A complaint about a place in a file.
     *
     * @param file what the reader was asked to open
     * @param place such as {@code line 3, column 2} or {@code byte 128}; empty if it is the file as a whole
     * @param reason what was found, what is needed, and what to do if that is known
     */
    public DataFormatException(String file, String place, String reason) {
        super((file + (place.isEmpty() ? "" : ", " + place) + ": " + reason).replaceAll("\\p{Cntrl}", "?"));
        this.file = file;
        this.place = place;
        this.reason = reason;
    }

    /** A complaint about the byte at an offset from the start of the file. */
    public static DataFormatException atByte(String file, long offset, String reason) {
        return new DataFormatException(file, "byte " + offset, reason);
    }

    /** The reason why a file could not be opened or read to its end. */
    public static DataFormatException of(Path file, IOException cause) {
        String reason = switch (cause) {
            case NoSuchFileException _,FileNotFoundException _ -> "there is no such file";
            case AccessDeniedException _ -> "it may not be read by this user";
            default -> Files.isDirectory(file)
                    ? "it is a folder, a file is needed"
                    : "it cannot be read: " + describe(cause);
        };
        var exception = new DataFormatException(file.toString(), "", reason);
        exception.initCause(cause);
        return exception;
    }

    /** What an exception says, or its kind if it says nothing. */
    public static String describe(Exception cause) {
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName().replace("Exception", "")
                : cause.getMessage().lines().findFirst().orElse("");
    }

    /** The file. */
    public String file() {
        return file;
    }

    /** The place in the file, empty if unknown. */
    public String place() {
        return place;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
