-- What `bordereau sample` may make and fill in the demo profile (docker-compose.yml).
GRANT ALL ON canal.* TO 'bordereau'@'%';
GRANT ALL ON ipvox_outband.* TO 'bordereau'@'%';
GRANT ALL ON tigo.* TO 'bordereau'@'%';
