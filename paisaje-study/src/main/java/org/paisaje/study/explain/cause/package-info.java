/** What a cause is, and how it is read from what was measured. */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.cause;
