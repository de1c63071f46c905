/** What a result was computed by: version, code, machine, time. */
@NullMarked
package org.paisaje.study.provenance;

import org.jspecify.annotations.NullMarked;
