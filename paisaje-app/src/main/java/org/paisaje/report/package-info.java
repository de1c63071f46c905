/** From results to pages, pictures and terminal tables; computes nothing. */
@NullMarked
package org.paisaje.report;

import org.jspecify.annotations.NullMarked;
