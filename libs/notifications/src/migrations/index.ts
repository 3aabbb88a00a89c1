import { NotificationsTables1764001300000 } from './1764001300000-notifications-tables.js';
import { NewsOfDeliveries1764001300080 } from './1764001300080-news-of-deliveries.js';

export const notificationsMigrations = [NotificationsTables1764001300000, NewsOfDeliveries1764001300080];
