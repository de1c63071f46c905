/** Tests of reports. */
@NullMarked
package org.paisaje.report;

import org.jspecify.annotations.NullMarked;
