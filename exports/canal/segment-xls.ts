import { type Row, XlsExport } from 'bordereau';
import { onlyCorrections } from './corrections.ts';
import Segment from './segment.ts';

const segment = new Segment();

/** The same for the client, whose program reads only Excel 97-2003. */
export default class SegmentXls extends XlsExport {
  title = `${segment.title} (Excel 97-2003)`;
  source = segment.source;
  query = segment.query;
  columns = segment.columns;
  override params = segment.params;
  schedule = segment.schedule;
  override discover = segment.discover;
  override discoverParameters = segment.discoverParameters;
  override sheetName = segment.sheetName;
  fileName = '{param:segment}.xls';
  deliver = ['client'];

  override transform(row: Row): Row {
    return onlyCorrections(row);
  }
}
